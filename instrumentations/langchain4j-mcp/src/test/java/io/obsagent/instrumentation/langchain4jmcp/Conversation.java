// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.langchain4jmcp;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.mcp.McpToolProvider;
import dev.langchain4j.mcp.client.DefaultMcpClient;
import dev.langchain4j.mcp.client.McpClient;
import dev.langchain4j.mcp.client.transport.http.StreamableHttpMcpTransport;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServices;

/** An AI service whose model asks for a tool of an MCP server. */
final class Conversation {
  /** What the application sees. */
  interface Assistant {
    String chat(String question);
  }

  private Conversation() {}

  /** Asks for the tool once, and says then what it was answered. */
  private static final class Model implements ChatModel {
    @Override
    public ChatResponse doChat(ChatRequest request) {
      Object last = request.messages().get(request.messages().size() - 1);
      AiMessage answer =
          last instanceof ToolExecutionResultMessage result
              ? AiMessage.from("answered " + result.text())
              : AiMessage.from(
                  ToolExecutionRequest.builder()
                      .id("t-1")
                      .name("get-stock")
                      .arguments("{}")
                      .build());
      return ChatResponse.builder().aiMessage(answer).build();
    }
  }

  static String hold(ToolServer server) throws Exception {
    try (McpClient client =
        new DefaultMcpClient.Builder()
            .transport(new StreamableHttpMcpTransport.Builder().url(server.url()).build())
            .autoHealthCheck(false)
            .build()) {
      return AiServices.builder(Assistant.class)
          .chatModel(new Model())
          .toolProvider(McpToolProvider.builder().mcpClients(client).build())
          .build()
          .chat("How many?");
    }
  }

  static String text(String text, boolean error) {
    return "{\"content\":[{\"type\":\"text\",\"text\":\""
        + text
        + "\"}],\"isError\":"
        + error
        + "}";
  }
}
