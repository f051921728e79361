// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.langchain4jmcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server with one tool, by streamable HTTP, without streams. */
final class ToolServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final String result;
  private final List<JsonNode> requests = new CopyOnWriteArrayList<>();

  /**
   * @param result of the tool
   */
  ToolServer(String result) throws IOException {
    this.result = result;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::serve);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/mcp";
  }

  /** What a request of a method said. */
  JsonNode request(String method) {
    return requests.stream()
        .filter(request -> request.path("method").asText().equals(method))
        .findFirst()
        .orElseThrow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestMethod().equals("POST")) {
        exchange.sendResponseHeaders(405, -1);
        return;
      }
      JsonNode request = JSON.readTree(exchange.getRequestBody());
      requests.add(request);
      if (!request.has("id")) {
        exchange.sendResponseHeaders(202, -1);
        return;
      }
      byte[] answer =
          ("{\"jsonrpc\":\"2.0\",\"id\":"
                  + request.path("id")
                  + ",\"result\":"
                  + result(request.path("method").asText())
                  + "}")
              .getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private String result(String method) {
    return switch (method) {
      case "initialize" ->
          "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{\"tools\":{}},"
              + "\"serverInfo\":{\"name\":\"shop-tools\",\"version\":\"1\"}}";
      case "tools/list" ->
          "{\"tools\":[{\"name\":\"get-stock\",\"description\":\"d\","
              + "\"inputSchema\":{\"type\":\"object\",\"properties\":{}}}]}";
      case "tools/call" -> result;
      default -> "{}";
    };
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
