// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.shop;

import com.openai.client.OpenAIClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Service;

/** Advice from a language model, in the three ways in which its client can be asked. */
@Service
class Assistant {
  private final OpenAIClient openAi;
  private final String model;

  Assistant(OpenAIClient openAi, @Value("${shop.model}") String model) {
    this.openAi = openAi;
    this.model = model;
  }

  /** A few words that sell a product. */
  String describe(Product product) {
    return text(openAi.chat().completions().create(chat("Describe: " + product.name()).build()));
  }

  /** What goes with a product; the caller can do something else meanwhile. */
  CompletableFuture<String> recommend(Product product) {
    return openAi
        .async()
        .chat()
        .completions()
        .create(chat("What goes with: " + product.name()).build())
        .thenApply(Assistant::text);
  }

  /** Answers a question piece by piece. */
  void answer(String question, Consumer<String> pieces) {
    ChatCompletionCreateParams params =
        chat(question)
            .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
            .build();
    try (StreamResponse<ChatCompletionChunk> stream =
        openAi.chat().completions().createStreaming(params)) {
      stream.stream()
          .flatMap(chunk -> chunk.choices().stream())
          .forEach(choice -> choice.delta().content().ifPresent(pieces));
    }
  }

  private ChatCompletionCreateParams.Builder chat(String question) {
    return ChatCompletionCreateParams.builder()
        .model(model)
        .maxCompletionTokens(200)
        .addSystemMessage("You are the assistant of a tea shop.")
        .addUserMessage(question);
  }

  private static String text(ChatCompletion answer) {
    return answer.choices().get(0).message().content().orElse("");
  }
}
