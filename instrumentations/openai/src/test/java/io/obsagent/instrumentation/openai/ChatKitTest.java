// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openai;

import com.openai.client.OpenAIClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import io.obsagent.testing.GenAiKit;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

class ChatKitTest extends GenAiKit {
  private static final String HEAD =
      "{\"id\":\"c-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m-real\",\"choices\":[";
  private static final String USAGE =
      ",\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}}";
  private static final String TEXT =
      "{\"index\":0,\"finish_reason\":\"stop\",\"message\":{\"role\":\"assistant\",\"content\":\"Tea.\"}}]";
  private static final String TOOL_CALL =
      "{\"index\":0,\"finish_reason\":\"tool_calls\",\"message\":{\"role\":\"assistant\",\"content\":null,"
          + "\"tool_calls\":[{\"id\":\"t-1\",\"type\":\"function\",\"function\":"
          + "{\"name\":\"kettle\",\"arguments\":\"{\\\"litres\\\":1}\"}}]}}]";

  private static String chunk(String choices, String usage) {
    return "data: {\"id\":\"c-1\",\"object\":\"chat.completion.chunk\",\"created\":1,"
        + "\"model\":\"m-real\",\"choices\":["
        + choices
        + "]"
        + usage
        + "\n\n";
  }

  @Override
  protected Wire wire() {
    return new Wire(
        HEAD + TEXT + USAGE,
        "stop",
        HEAD + TOOL_CALL + USAGE,
        "tool_calls",
        HEAD + TEXT + "}",
        chunk("{\"index\":0,\"delta\":{\"content\":\"Tea\"},\"finish_reason\":null}", "}"),
        chunk("{\"index\":0,\"delta\":{\"content\":\".\"},\"finish_reason\":\"stop\"}", "}")
            + chunk("", USAGE)
            + "data: [DONE]\n\n",
        true);
  }

  @Override
  protected Choiceless withoutChoices() {
    return new Choiceless(HEAD + "]" + USAGE, chunk("", "}"));
  }

  @Override
  protected String toolCallStream() {
    return toolCall(
            "\"id\":\"t-1\",\"type\":\"function\",", "\"name\":\"kettle\",\"arguments\":\"\"")
        + toolCall("", "\"arguments\":\"{\\\"litres\"")
        + toolCall("", "\"arguments\":\"\\\":1}\"")
        + chunk("{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}", "}")
        + chunk("", USAGE)
        + "data: [DONE]\n\n";
  }

  private static String toolCall(String head, String function) {
    return chunk(
        "{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,"
            + head
            + "\"function\":{"
            + function
            + "}}]},\"finish_reason\":null}",
        "}");
  }

  @Override
  protected Detailed detailed() {
    String usage =
        ",\"usage\":{\"prompt_tokens\":30,\"completion_tokens\":20,\"total_tokens\":50,"
            + "\"prompt_tokens_details\":{\"cached_tokens\":10,\"audio_tokens\":4},"
            + "\"completion_tokens_details\":{\"reasoning_tokens\":7,\"audio_tokens\":2}}}";
    return new Detailed(
        HEAD + TEXT + usage,
        Map.of(
            "input_tokens",
            30L,
            "output_tokens",
            20L,
            "cache_read.input_tokens",
            10L,
            "reasoning.output_tokens",
            7L,
            "audio.input_tokens",
            4L,
            "audio.output_tokens",
            2L));
  }

  @Override
  protected String limitHeaders() {
    return OpenAiChunks.LIMITS;
  }

  @Override
  protected Map<String, Long> otherLimits() {
    return Map.of("tokens", 4_000L);
  }

  @Override
  protected String provider() {
    return "openai";
  }

  @Override
  protected Client connect(String url, int retries) {
    return new ChatClient(OpenAiTest.connect(url, KEY, retries));
  }

  private record ChatClient(OpenAIClient client) implements Client {
    private static ChatCompletionCreateParams question(String model) {
      return OpenAiTest.question(model)
          .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
          .build();
    }

    @Override
    public void ask(String model) {
      client.chat().completions().create(question(model));
    }

    @Override
    public CompletableFuture<?> askLater(String model) {
      return client.async().chat().completions().create(question(model));
    }

    @Override
    public Chunks stream(String model) {
      return new OpenAiChunks(client.chat().completions().createStreaming(question(model)));
    }

    @Override
    public CompletableFuture<?> push(String model, Runnable onChunk) {
      return OpenAiChunks.push(
          client.async().chat().completions().createStreaming(question(model)), onChunk);
    }

    @Override
    public void close() {
      client.close();
    }
  }
}
