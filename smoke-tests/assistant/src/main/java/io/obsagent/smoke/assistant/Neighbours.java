// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.assistant;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.transport.HttpServletStatelessServerTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.obsagent.smoke.provider.ProviderOptions;
import io.obsagent.smoke.provider.ProviderServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.ai.mcp.SyncMcpToolCallbackProvider;
import org.springframework.ai.tool.ToolCallbackProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/** What would stand elsewhere: the provider of models, and an MCP server that knows the stock. */
@Configuration(proxyBeanMethods = false)
class Neighbours {
  static final String PATH = "/mcp";

  @Bean(destroyMethod = "close")
  ProviderServer provider(@Value("${provider.remaining:499}") int remaining) {
    return ProviderServer.start(
        ProviderOptions.defaults()
            .withRemaining(remaining)
            .withLatency(Duration.ofMillis(40))
            .withChunkDelay(Duration.ofMillis(5)));
  }

  @Bean
  ServletRegistrationBean<HttpServletStatelessServerTransport> stock() {
    HttpServletStatelessServerTransport transport =
        HttpServletStatelessServerTransport.builder().messageEndpoint(PATH).build();
    McpServer.sync(transport)
        .serverInfo("stock", "1.0")
        .toolCall(
            Tool.builder("stock")
                .description("How many of a product are in stock.")
                .inputSchema(
                    Map.of(
                        "type",
                        "object",
                        "properties",
                        Map.of("product", Map.of("type", "string"))))
                .build(),
            (context, call) -> stock(String.valueOf(call.arguments().get("product"))))
        .build();
    ServletRegistrationBean<HttpServletStatelessServerTransport> servlet =
        new ServletRegistrationBean<>(transport, PATH);
    servlet.setAsyncSupported(true);
    return servlet;
  }

  private static CallToolResult stock(String product) {
    if (product.startsWith("nothing")) {
      throw new IllegalArgumentException("no product by the name of " + product);
    }
    return CallToolResult.builder().addTextContent("12 in stock of " + product).build();
  }

  /** Its client, once the port is known. */
  @Bean(destroyMethod = "close")
  @Lazy
  McpSyncClient stockClient(Environment environment) {
    String url = "http://127.0.0.1:" + environment.getRequiredProperty("local.server.port");
    McpSyncClient client =
        McpClient.sync(HttpClientStreamableHttpTransport.builder(url).endpoint(PATH).build())
            .build();
    client.initialize();
    return client;
  }

  @Bean
  @Lazy
  ToolCallbackProvider tools(McpSyncClient stockClient) {
    return new SyncMcpToolCallbackProvider(List.of(stockClient));
  }
}
