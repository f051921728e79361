// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.assistant;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.document.Document;
import org.springframework.ai.tool.ToolCallbackProvider;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.VectorStore;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Lazy;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

/** Questions to the assistant, by three kinds of work. */
@RestController
class AssistantController {
  private final ChatClient clever;
  private final ChatClient quick;
  private final VectorStore knowledge;
  private final ToolCallbackProvider tools;

  AssistantController(
      @Qualifier("clever") ChatModel clever,
      @Qualifier("quick") ChatModel quick,
      VectorStore knowledge,
      @Lazy ToolCallbackProvider tools) {
    this.clever = ChatClient.create(clever);
    this.quick = ChatClient.create(quick);
    this.knowledge = knowledge;
    this.tools = tools;
  }

  /** An agent: the model asks for the MCP server's tool, gets its answer and goes on. */
  @GetMapping("/agent")
  String agent(
      @RequestParam(name = "question", defaultValue = "Is there a kettle in stock?")
          String question) {
    return text(
        clever.prompt().user(question).toolCallbacks(tools.getToolCallbacks()).call().content());
  }

  /** The same, streamed. */
  @GetMapping(path = "/agent/stream", produces = "text/plain")
  Flux<String> stream(
      @RequestParam(name = "question", defaultValue = "Is there a pot in stock?") String question) {
    return clever.prompt().user(question).toolCallbacks(tools.getToolCallbacks()).stream()
        .content();
  }

  /** An answer made of what the shop knows. */
  @GetMapping("/knowledge")
  String knowledge(
      @RequestParam(name = "question", defaultValue = "How hot is the water?") String question) {
    SearchRequest search = SearchRequest.builder().query(question).topK(2).build();
    List<Document> found = knowledge.similaritySearch(search);
    String known = found.stream().map(Document::getText).collect(Collectors.joining("\n"));
    return text(quick.prompt().system(known).user(question).call().content());
  }

  private static String text(@Nullable String content) {
    return content == null ? "" : content;
  }
}
