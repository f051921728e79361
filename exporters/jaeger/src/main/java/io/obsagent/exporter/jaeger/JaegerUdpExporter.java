// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.jaeger;

import io.obsagent.exporter.transport.HostLookup;
import io.obsagent.spi.export.ExporterFactory.Environment;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.export.RetryableException;
import io.obsagent.spi.export.SpanExporter;
import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.metrics.Metrics;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code Agent.emitBatch} in the compact protocol, each call in one datagram. */
final class JaegerUdpExporter implements SpanExporter {
  /** What agents accept; the largest payload of a datagram is 65,507. */
  static final int MAX_DATAGRAM = 65_000;

  /** The ends of list, batch and arguments, and a list header that grows. */
  private static final int TAIL = 8;

  private static final Duration LOOKUP = Duration.ofSeconds(10);

  private final String host;
  private final int port;
  private final Metrics.Counter.Series tooLarge;
  private final CompactOutput output = new CompactOutput();
  private final BatchEncoder encoder;
  private volatile @Nullable DatagramSocket socket;
  private volatile boolean closed;

  private int batchToken;
  private int listToken;
  private int spans;
  private int refused;

  private JaegerUdpExporter(
      String host, int port, Map<String, String> resource, Metrics.Counter.Series tooLarge) {
    this.host = host;
    this.port = port;
    this.tooLarge = tooLarge;
    this.encoder = new BatchEncoder(output, resource);
  }

  static JaegerUdpExporter create(Environment environment, String endpoint) {
    UdpAddress address = UdpAddress.parse(endpoint);
    Metrics.Counter.Series tooLarge = environment.metrics().dropped("traces", "too_large");
    return new JaegerUdpExporter(address.host(), address.port(), environment.resource(), tooLarge);
  }

  @Override
  public int export(List<FinishedSpan> batch) throws IOException {
    refused = 0;
    try {
      begin();
      for (int i = 0; i < batch.size(); i++) {
        add(batch.get(i));
      }
      send();
      return refused;
    } catch (UnknownHostException e) {
      throw new RetryableException("there is no host " + host, Duration.ZERO);
    } catch (IOException e) {
      closeSocket();
      throw new RetryableException(
          "cannot send to " + host + ":" + port + "/udp: " + e.getMessage(), Duration.ZERO);
    }
  }

  private void begin() {
    output.clear();
    output.beginCall("emitBatch");
    batchToken = output.beginStruct(1);
    encoder.process();
    listToken = output.beginList(2);
    spans = 0;
  }

  private void add(FinishedSpan span) throws IOException {
    int before = output.size();
    encoder.span(span);
    if (output.size() + TAIL <= MAX_DATAGRAM) {
      spans++;
      return;
    }
    output.truncate(before);
    if (spans > 0) {
      send();
      begin();
      add(span);
    } else {
      refused++;
      tooLarge.add(1);
      AgentLog.limited(
          AgentLog.Level.WARN,
          "exporter.jaeger.size",
          "exporter jaeger: the span '"
              + span.name()
              + "' does not fit into a datagram and is dropped; send to a collector by HTTP:"
              + " exporter.jaeger.endpoint: http://host:14268");
    }
  }

  private void send() throws IOException {
    if (spans == 0) {
      return;
    }
    output.endList(listToken, spans);
    output.endStruct(batchToken);
    output.endStruct(0);
    ByteBuffer datagram = output.view();
    DatagramSocket open = socket;
    if (open == null) {
      open = new DatagramSocket();
      socket = open;
      // Connected, so that it tells when nobody listens.
      InetAddress address = HostLookup.resolve(host, System.nanoTime() + LOOKUP.toNanos())[0];
      open.connect(new InetSocketAddress(address, port));
    }
    if (closed) {
      closeSocket();
    }
    open.send(new DatagramPacket(datagram.array(), datagram.remaining()));
  }

  private void closeSocket() {
    DatagramSocket open = socket;
    socket = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public String endpoint() {
    return "udp://" + host + ":" + port;
  }

  @Override
  public void close() {
    closed = true;
    closeSocket();
  }
}
