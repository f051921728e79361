// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.remote;

import io.obsagent.exporter.transport.ByteOutput;
import io.obsagent.exporter.transport.Endpoint;
import io.obsagent.exporter.transport.HttpClient;
import io.obsagent.exporter.transport.HttpRequest;
import io.obsagent.exporter.transport.HttpResponse;
import io.obsagent.exporter.transport.HttpSender;
import io.obsagent.exporter.transport.HttpSettings;
import io.obsagent.exporter.transport.ProtoInput;
import io.obsagent.insight.labels.LabelMatcher;
import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.series.SampleLimitException;
import io.obsagent.insight.series.Samples;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Asks for samples by Prometheus' remote read: protobuf in a block of Snappy. Thread-safe.
 *
 * @see <a href="https://prometheus.io/docs/prometheus/latest/querying/remote_read_api/">remote
 *     read</a>
 */
final class RemoteRead {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** Of an answer as it comes, and of what comes of that. */
  private static final int MAX_COMPRESSED = 16 << 20;

  private static final int MAX_BYTES = 64 << 20;

  private static final int FIRST = 1 << 3 | 2;
  private static final int SECOND = 2 << 3 | 2;
  private static final int THIRD = 3 << 3 | 2;
  private static final int FIRST_NUMBER = 1 << 3;
  private static final int SECOND_NUMBER = 2 << 3;
  private static final int FIRST_FIXED = 1 << 3 | 1;

  private final HttpClient client = new HttpClient(HttpSettings.direct(TIMEOUT), MAX_COMPRESSED);
  private final Endpoint endpoint;
  private final Map<String, String> headers = new TreeMap<>();

  /**
   * @param url as {@code http://prometheus:9090/api/v1/read}
   * @param token for bearer authentication, or empty
   * @throws IllegalArgumentException if one of them can be none
   */
  RemoteRead(String url, String token) {
    endpoint = Endpoint.ofUrl(url);
    headers.put("Content-Type", "application/x-protobuf");
    headers.put("Content-Encoding", "snappy");
    headers.put("X-Prometheus-Remote-Read-Version", "0.1.0");
    if (!token.isEmpty()) {
      HttpSender.checkHeader("Authorization", "Bearer " + token);
      headers.put("Authorization", "Bearer " + token);
    }
  }

  /**
   * As {@link io.obsagent.insight.series.SeriesReader#select}.
   *
   * @throws IOException if no whole answer came
   */
  List<Samples> select(
      Collection<LabelMatcher> matchers, long fromMillis, long toMillis, int maxSamples)
      throws IOException {
    byte[] request = Snappy.encode(request(matchers, fromMillis, toMillis));
    HttpResponse answer =
        client.send(new HttpRequest("POST", endpoint, headers, ByteBuffer.wrap(request)));
    if (answer.status() != 200) {
      throw new IOException("it answered with status " + answer.status());
    }
    List<Samples> found = new ArrayList<>();
    ProtoInput results = new ProtoInput(Snappy.decode(answer.body(), MAX_BYTES));
    int room = maxSamples;
    while (results.next()) {
      ProtoInput series = new ProtoInput(results.tag() == FIRST ? results.bytes() : new byte[0]);
      while (series.next()) {
        if (series.tag() == FIRST) {
          Samples one = samples(series.bytes(), room, maxSamples);
          room -= one.size();
          found.add(one);
        }
      }
    }
    return found;
  }

  private static byte[] request(Collection<LabelMatcher> matchers, long from, long to) {
    ByteOutput query = new ByteOutput();
    query.writeByte(FIRST_NUMBER);
    query.writeVarint(from);
    query.writeByte(SECOND_NUMBER);
    query.writeVarint(to);
    for (LabelMatcher matcher : matchers) {
      ByteOutput one = new ByteOutput();
      one.writeByte(FIRST_NUMBER);
      one.writeVarint(matcher.op().ordinal()); // the same order
      write(one, SECOND, matcher.name().getBytes(StandardCharsets.UTF_8));
      write(one, THIRD, matcher.value().getBytes(StandardCharsets.UTF_8));
      write(query, THIRD, written(one));
    }
    ByteOutput request = new ByteOutput();
    write(request, FIRST, written(query));
    return written(request);
  }

  private static void write(ByteOutput output, int tag, byte[] bytes) {
    output.writeByte(tag);
    output.writeVarint(bytes.length);
    output.writeBytes(bytes);
  }

  private static byte[] written(ByteOutput output) {
    byte[] bytes = new byte[output.size()];
    output.view().get(bytes);
    return bytes;
  }

  private static Samples samples(byte[] message, int room, int maxSamples) {
    TreeMap<String, String> labels = new TreeMap<>();
    long[] times = new long[16];
    double[] values = new double[16];
    int size = 0;
    ProtoInput fields = new ProtoInput(message);
    while (fields.next()) {
      if (fields.tag() == FIRST) {
        label(fields.bytes(), labels);
      } else if (fields.tag() == SECOND) {
        if (size == room) {
          throw new SampleLimitException(maxSamples);
        }
        if (size == times.length) {
          times = Arrays.copyOf(times, 2 * size);
          values = Arrays.copyOf(values, 2 * size);
        }
        ProtoInput sample = new ProtoInput(fields.bytes());
        while (sample.next()) {
          if (sample.tag() == FIRST_FIXED) {
            values[size] =
                ByteBuffer.wrap(sample.bytes()).order(ByteOrder.LITTLE_ENDIAN).getDouble();
          } else if (sample.tag() == SECOND_NUMBER) {
            times[size] = sample.number();
          }
        }
        size++;
      }
    }
    return new Samples(Labels.of(labels), times, values, size);
  }

  private static void label(byte[] message, Map<String, String> labels) {
    String name = "";
    String value = "";
    ProtoInput fields = new ProtoInput(message);
    while (fields.next()) {
      String text = new String(fields.bytes(), StandardCharsets.UTF_8);
      if (fields.tag() == FIRST) {
        name = text;
      } else if (fields.tag() == SECOND) {
        value = text;
      }
    }
    labels.put(name, value);
  }
}
