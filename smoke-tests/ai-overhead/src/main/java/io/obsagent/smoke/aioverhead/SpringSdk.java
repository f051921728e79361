// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.aioverhead;

import java.util.List;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Flux;

/** Spring AI with a model of the application's: the framework alone. */
final class SpringSdk implements Sdk {
  private static final ChatResponse ANSWER =
      new ChatResponse(
          List.of(
              new Generation(
                  new AssistantMessage("Tea."),
                  ChatGenerationMetadata.builder().finishReason("STOP").build())),
          ChatResponseMetadata.builder()
              .id("c-1")
              .model("gpt-4o")
              .usage(new DefaultUsage(3, 2))
              .build());
  private static final ChatResponse CHUNK =
      new ChatResponse(
          List.of(new Generation(new AssistantMessage("Tea"))),
          ChatResponseMetadata.builder().id("c-1").model("gpt-4o").build());

  private final Model model = new Model();
  private final Prompt question = new Prompt("Tea?", ChatOptions.builder().model("gpt-4o").build());

  private static final class Model implements ChatModel {
    private int chunks;

    @Override
    public ChatResponse call(Prompt prompt) {
      return ANSWER;
    }

    @Override
    public Flux<ChatResponse> stream(Prompt prompt) {
      return Flux.range(0, chunks).map(i -> CHUNK).concatWithValues(ANSWER);
    }
  }

  @Override
  public String name() {
    return "Spring AI";
  }

  @Override
  public void ask() {
    model.call(question);
  }

  @Override
  public boolean stream(int chunks) {
    model.chunks = chunks;
    model.stream(question).subscribe(chunk -> Seen.chunk());
    return true;
  }
}
