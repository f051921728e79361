// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.assistant;

import dev.langchain4j.mcp.McpToolProvider;
import dev.langchain4j.mcp.client.DefaultMcpClient;
import dev.langchain4j.mcp.client.McpClient;
import dev.langchain4j.mcp.client.transport.http.StreamableHttpMcpTransport;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.service.AiServices;
import io.obsagent.smoke.provider.ProviderServer;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The agent's work once more, by LangChain4j: an AI service with the tool of the MCP server. */
@RestController
class ClerkController {
  /** What LangChain4j makes of a model and its tools. */
  interface Clerk {
    String answer(String question);
  }

  private final Clerk clerk;

  ClerkController(@Lazy Clerk clerk) {
    this.clerk = clerk;
  }

  /** The model asks for the tool, gets its answer and goes on. */
  @GetMapping("/clerk")
  String clerk(
      @RequestParam(name = "question", defaultValue = "Is there a cup in stock?") String question) {
    return clerk.answer(question);
  }

  /** The clerk, and its own client of the MCP server. */
  @Configuration(proxyBeanMethods = false)
  static class Parts {
    @Bean(destroyMethod = "close")
    @Lazy
    McpClient clerksStock(Environment environment) {
      String port = environment.getRequiredProperty("local.server.port");
      return new DefaultMcpClient.Builder()
          .transport(
              new StreamableHttpMcpTransport.Builder()
                  .url("http://127.0.0.1:" + port + Neighbours.PATH)
                  .build())
          .autoHealthCheck(false)
          .build();
    }

    @Bean
    @Lazy
    Clerk clerk(ProviderServer provider, McpClient clerksStock, @Value(Models.KEY) String key) {
      return AiServices.builder(Clerk.class)
          .chatModel(
              OpenAiChatModel.builder()
                  .baseUrl(provider.baseUrl())
                  .apiKey(key)
                  // As other providers and gateways want it.
                  .customHeaders(Map.of("x-api-key", key))
                  .customQueryParams(Map.of("api-key", key))
                  .modelName("gpt-4.1-mini")
                  .build())
          .toolProvider(McpToolProvider.builder().mcpClients(clerksStock).build())
          .build();
    }
  }
}
