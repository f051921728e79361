// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.mcp;

/** The server as a process of its own, with the agent. */
final class StdioServer {
  private StdioServer() {}

  public static void main(String[] arguments) throws InterruptedException {
    String type = "server.transport.StdioServerTransportProvider";
    Sdk.server(
        Sdk.exists("json.McpJsonMapper") ? Sdk.create(type, Sdk.mapperItself()) : Sdk.create(type),
        new Tools());
    Thread.currentThread().join();
  }
}
