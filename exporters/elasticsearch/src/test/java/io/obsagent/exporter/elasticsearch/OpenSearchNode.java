// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.elasticsearch;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.opensearch.common.settings.Settings;
import org.opensearch.common.xcontent.XContentHelper;
import org.opensearch.common.xcontent.json.JsonXContent;
import org.opensearch.http.HttpServerTransport;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.node.NodeValidationException;
import org.opensearch.transport.Netty4Plugin;

/** A node of OpenSearch in this process, on a free port of the loopback. */
final class OpenSearchNode implements AutoCloseable {
  private final Own node;
  private final HttpClient client = HttpClient.newHttpClient();

  private OpenSearchNode(Own node) {
    this.node = node;
  }

  private static final class Own extends Node {
    Own(Settings settings) {
      super(
          InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), null, () -> "node"),
          List.of(Netty4Plugin.class),
          false);
    }

    int port() {
      return injector()
          .getInstance(HttpServerTransport.class)
          .boundAddress()
          .publishAddress()
          .getPort();
    }
  }

  static OpenSearchNode start(Path home) throws NodeValidationException {
    Settings settings =
        Settings.builder()
            .put("path.home", home.toString())
            .put("discovery.type", "single-node")
            .put("network.host", "127.0.0.1")
            .put("http.port", "0")
            .put("transport.port", "0")
            .put("http.type", "netty4")
            .put("transport.type", "netty4")
            .put("node.processors", 1)
            .put("cluster.routing.allocation.disk.threshold_enabled", false)
            .build();
    Own node = new Own(settings);
    node.start();
    return new OpenSearchNode(node);
  }

  int port() {
    return node.port();
  }

  Map<String, Object> call(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(response.statusCode() + " " + response.body());
    }
    return XContentHelper.convertToMap(JsonXContent.jsonXContent, response.body(), false);
  }

  /** The documents of an index or data stream, by time, each with its index. */
  List<Map<String, Object>> documents(String index) throws IOException, InterruptedException {
    call("POST", "/" + index + "/_refresh", "");
    Map<?, ?> hits =
        (Map<?, ?>) call("GET", "/" + index + "/_search?size=1000&sort=@timestamp", "").get("hits");
    return ((List<?>) hits.get("hits")).stream().map(OpenSearchNode::document).toList();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> document(Object hit) {
    Map<String, Object> document =
        new java.util.TreeMap<>((Map<String, Object>) ((Map<?, ?>) hit).get("_source"));
    document.put("_index", ((Map<?, ?>) hit).get("_index"));
    return document;
  }

  @Override
  public void close() throws IOException {
    node.close();
  }
}
