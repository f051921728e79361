// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.elasticsearch;

import io.obsagent.exporter.transport.Endpoint;
import io.obsagent.exporter.transport.HttpSender;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.export.ExporterFactory;
import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.export.LogExporter;
import io.obsagent.spi.export.RetryableException;
import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.metrics.Metrics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sends log records to Elasticsearch or OpenSearch, to one node after the other where one does not
 * answer. Each record of a batch is taken or not: those that are not taken just now are sent again,
 * without those that were.
 */
final class ElasticsearchExporter implements LogExporter {
  private static final int PORT = 9200;

  /** For what is said of 4,096 records, each of which failed. */
  private static final int KEPT_ANSWER = 512 << 10;

  private final List<HttpSender> nodes;
  private final BulkEncoder encoder;
  private final Metrics.Counter.Series rejected;

  /** Of a batch that is to be sent again: those of which is known what became of them. */
  private final Set<FinishedLog> settled = Collections.newSetFromMap(new IdentityHashMap<>());

  private int refused;
  private int node;

  private ElasticsearchExporter(List<HttpSender> nodes, BulkEncoder encoder, Metrics metrics) {
    this.nodes = nodes;
    this.encoder = encoder;
    this.rejected = metrics.dropped("logs", "rejected");
  }

  static ElasticsearchExporter create(ExporterFactory.Environment environment) {
    Config config = environment.config();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/x-ndjson");
    String key = config.get(ElasticsearchOptions.API_KEY);
    if (!key.isEmpty()) {
      headers.put("Authorization", "ApiKey " + key);
    }
    List<String> texts = ElasticsearchOptions.nodes(config.get(ElasticsearchOptions.ENDPOINT));
    List<HttpSender> nodes = new ArrayList<>();
    for (String text : texts.isEmpty() ? List.of("http://localhost") : texts) {
      Endpoint endpoint = Endpoint.parse(ElasticsearchOptions.ENDPOINT.key(), text, PORT);
      String path = endpoint.path().endsWith("/") ? endpoint.path() : endpoint.path() + "/";
      nodes.add(
          ElasticsearchOptions.RECEIVER.sender(
              config, endpoint.withPath(path + "_bulk?" + BulkReply.FILTER), headers, KEPT_ANSWER));
    }
    Map<String, String> resource = environment.resource();
    IndexPattern index =
        new IndexPattern(
            config.get(ElasticsearchOptions.INDEX),
            resource.getOrDefault("service.name", "unknown"));
    return new ElasticsearchExporter(
        nodes, new BulkEncoder(index, resource), environment.metrics());
  }

  @Override
  public int export(List<FinishedLog> batch) throws IOException {
    List<FinishedLog> pending = pending(batch);
    if (!pending.isEmpty()) {
      String answer = post(pending);
      if (!BulkReply.isSuccess(answer)) {
        settle(pending, BulkReply.read(answer));
      }
    }
    int total = refused;
    settled.clear();
    refused = 0;
    return total;
  }

  /** Those that were not dealt with when this batch was last sent. */
  private List<FinishedLog> pending(List<FinishedLog> batch) {
    if (settled.isEmpty()) {
      return batch;
    }
    List<FinishedLog> pending = new ArrayList<>(batch);
    if (!pending.removeIf(settled::contains)) {
      settled.clear();
      refused = 0;
    }
    return pending;
  }

  private String post(List<FinishedLog> pending) throws IOException {
    try {
      byte[] answer = nodes.get(node).post(encoder.encode(pending));
      return new String(answer, StandardCharsets.UTF_8);
    } catch (RetryableException e) {
      node = (node + 1) % nodes.size();
      throw e;
    }
  }

  private void settle(List<FinishedLog> pending, List<BulkReply.Item> items) throws IOException {
    if (items.size() != pending.size()) {
      throw new IOException(endpoint() + " gave an answer that is none to a bulk request");
    }
    int later = 0;
    int bad = 0;
    BulkReply.Item lastLater = items.get(0);
    BulkReply.Item lastBad = lastLater;
    for (int i = 0; i < items.size(); i++) {
      BulkReply.Item item = items.get(i);
      if (mayPass(item)) {
        later++;
        lastLater = item;
        continue;
      }
      settled.add(pending.get(i));
      if (item.status() >= 300 && item.status() != 409) {
        bad++;
        lastBad = item;
      }
    }
    refuse(bad, lastBad);
    if (later > 0) {
      throw new RetryableException(
          endpoint() + " answered " + said(lastLater) + " to " + later + " log records",
          Duration.ZERO);
    }
  }

  /** Too busy, without a shard, or without a disk to write to. */
  private static boolean mayPass(BulkReply.Item item) {
    return item.status() == 429
        || item.status() == 503
        || item.status() == 403 && item.error().equals("cluster_block_exception");
  }

  private void refuse(int count, BulkReply.Item last) {
    if (count > 0) {
      refused += count;
      rejected.add(count);
      AgentLog.limited(
          AgentLog.Level.WARN,
          "exporter.elasticsearch.rejected",
          "exporter elasticsearch: "
              + endpoint()
              + " refused "
              + count
              + " log records: "
              + said(last));
    }
  }

  private static String said(BulkReply.Item item) {
    return item.status() + (item.error().isEmpty() ? "" : " " + item.error());
  }

  @Override
  public String endpoint() {
    Endpoint endpoint = nodes.get(node).endpoint();
    return endpoint.withPath(endpoint.path().replaceFirst("/?_bulk.*", "")).toString();
  }

  @Override
  public void close() {
    nodes.forEach(HttpSender::close);
  }
}
