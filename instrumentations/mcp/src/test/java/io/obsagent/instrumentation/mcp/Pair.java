// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.mcp;

import jakarta.servlet.Servlet;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A client and the server that it talks to. */
final class Pair implements AutoCloseable {
  /** How they may talk. */
  enum Transport {
    STDIO,
    SSE,
    STREAMABLE_HTTP,
    STATELESS_HTTP;

    boolean isThere() {
      return switch (this) {
        case STDIO, SSE -> true;
        case STREAMABLE_HTTP ->
            Sdk.exists("server.transport.HttpServletStreamableServerTransportProvider");
        case STATELESS_HTTP -> Sdk.exists("server.transport.HttpServletStatelessServerTransport");
      };
    }
  }

  final Object client;
  private final Object server;
  private final WebServer web;

  private Pair(Object client, Object server, WebServer web) {
    this.client = client;
    this.server = server;
    this.web = web;
  }

  static Pair of(Transport transport) throws Exception {
    return switch (transport) {
      case STDIO -> new Pair(Sdk.client(child()), null, null);
      case SSE ->
          web(
              "server.transport.HttpServletSseServerTransportProvider",
              "client.transport.HttpClientSseClientTransport");
      case STREAMABLE_HTTP ->
          web(
              "server.transport.HttpServletStreamableServerTransportProvider",
              "client.transport.HttpClientStreamableHttpTransport");
      case STATELESS_HTTP ->
          web(
              "server.transport.HttpServletStatelessServerTransport",
              "client.transport.HttpClientStreamableHttpTransport");
    };
  }

  private static Pair web(String serving, String calling) throws Exception {
    Object builder = Sdk.withMapper(Sdk.callStatic(serving, "builder"));
    if (Sdk.has(builder, "sseEndpoint")) {
      Sdk.call(builder, "sseEndpoint", "/sse");
      Sdk.call(builder, "messageEndpoint", "/message");
    }
    Object transport = Sdk.call(builder, "build");
    Object server = Sdk.server(transport, new Tools());
    WebServer web = new WebServer((Servlet) transport);
    Object caller = Sdk.callStatic(calling, "builder", web.url());
    return new Pair(Sdk.client(Sdk.call(caller, "build")), server, web);
  }

  /** The JVM's own options: the agent, as this one has it, and what lets it start quickly. */
  private static Object child() {
    List<String> command = new ArrayList<>();
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (option.startsWith("-javaagent:")
          || option.startsWith("-Dobs.")
          || option.startsWith("-XX:Tiered")
          || option.equals("-XX:+UseSerialGC")) {
        command.add(option);
      }
    }
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), StdioServer.class.getName()));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Object parameters = Sdk.callStatic("client.transport.ServerParameters", "builder", java);
    Sdk.call(parameters, "args", command);
    Object built = Sdk.call(parameters, "build");
    String type = "client.transport.StdioClientTransport";
    return Sdk.exists("json.McpJsonMapper")
        ? Sdk.create(type, built, Sdk.mapperItself())
        : Sdk.create(type, built);
  }

  @Override
  public void close() throws Exception {
    Sdk.call(client, "closeGracefully");
    if (server != null) {
      Sdk.call(server, "close");
    }
    if (web != null) {
      web.close();
    }
  }
}
