// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.elasticsearch;

import io.obsagent.exporter.transport.ReceiverOptions;
import io.obsagent.spi.config.Option;
import java.util.ArrayList;
import java.util.List;

/** Options of the {@code elasticsearch} exporter. */
final class ElasticsearchOptions {
  private static final Option<String> NODE =
      Option.url("exporter.elasticsearch.endpoint", "A node.");

  /** As text, which is empty where no node is named. */
  static final Option<String> ENDPOINT =
      Option.of(
          NODE.key(),
          "list",
          "",
          "Nodes of Elasticsearch or OpenSearch, http://host:9200, several with commas: the next is"
              + " asked when one does not answer. If it is not set but elasticsearch is chosen:"
              + " http://localhost:9200.",
          ElasticsearchOptions::checkNodes);

  static final Option<String> INDEX =
      Option.of(
          "exporter.elasticsearch.index",
          "text",
          "logs-obs-default",
          "The data stream or index for log records. {date} is the record's day in UTC, as in"
              + " app-logs-{date}; {service} is the name of the service.",
          IndexPattern::check);

  static final Option<String> API_KEY =
      Option.text(
              "exporter.elasticsearch.api-key",
              "",
              "API key in its encoded form; wins over token and user.")
          .asSecret();

  static final ReceiverOptions RECEIVER = ReceiverOptions.of("exporter.elasticsearch");

  private ElasticsearchOptions() {}

  static List<Option<?>> all() {
    List<Option<?>> all = new ArrayList<>(List.of(ENDPOINT, INDEX, API_KEY));
    all.addAll(RECEIVER.all());
    return all;
  }

  private static String checkNodes(String text) {
    return String.join(",", nodes(text));
  }

  static List<String> nodes(String text) {
    List<String> nodes = new ArrayList<>();
    for (String part : text.split(",", 64)) {
      if (!part.isBlank()) {
        nodes.add(NODE.parser().apply(part.trim()));
      }
    }
    return List.copyOf(nodes);
  }
}
