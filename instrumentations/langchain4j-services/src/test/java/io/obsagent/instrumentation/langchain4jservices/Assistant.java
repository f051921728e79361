// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.langchain4jservices;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.UserMessage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A service of an application, and its tools. */
interface Assistant {
  String chat(String question);

  TokenStream stream(String question);

  String goOn(@MemoryId Object conversation, @UserMessage String question);

  static Assistant of(Script script, Object tools) {
    return AiServices.builder(Assistant.class)
        .chatModel(script.whole())
        .streamingChatModel(script.streaming())
        .tools(tools)
        .chatMemoryProvider(id -> MessageWindowChatMemory.withMaxMessages(10))
        .build();
  }

  /** Starts a stream, and waits for its end. */
  static String read(TokenStream stream) throws Exception {
    CompletableFuture<String> answer = new CompletableFuture<>();
    stream
        .onPartialResponse(token -> {})
        .onCompleteResponse(response -> answer.complete(response.aiMessage().text()))
        .onError(answer::completeExceptionally)
        .start();
    return answer.get(60, TimeUnit.SECONDS);
  }

  /** A tool that works. */
  final class Kettle {
    @Tool
    String kettle() {
      return "on";
    }
  }

  /** A tool that does not. */
  final class BrokenKettle {
    @Tool
    String kettle() {
      throw new IllegalStateException("mine");
    }
  }
}
