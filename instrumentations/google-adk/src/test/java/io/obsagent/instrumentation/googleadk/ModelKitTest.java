// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.googleadk;

import com.google.adk.models.Gemini;
import com.google.adk.models.LlmRequest;
import com.google.adk.models.LlmResponse;
import com.google.genai.types.Content;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.Part;
import io.obsagent.testing.GenAiKit;
import io.reactivex.rxjava3.core.Flowable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** ADK's model of Gemini, as its agents call it: each call counts once, below whatever layer. */
class ModelKitTest extends GenAiKit {
  private static final String TEXT = "{\"text\":\"Tea.\"}";
  private static final String TOOL_CALL =
      "{\"functionCall\":{\"name\":\"kettle\",\"args\":{\"litres\":1}}}";
  private static final String USAGE =
      ",\"usageMetadata\":{\"promptTokenCount\":3,\"candidatesTokenCount\":2,"
          + "\"totalTokenCount\":5}";

  private static String answer(String part, String reason, String usage) {
    return "{\"candidates\":[{\"content\":{\"parts\":["
        + part
        + "],\"role\":\"model\"}"
        + (reason.isEmpty() ? "" : ",\"finishReason\":\"" + reason + "\"")
        + ",\"index\":0}],\"modelVersion\":\"m-real\",\"responseId\":\"r-1\""
        + usage
        + "}";
  }

  private static String chunk(String json) {
    return "data: " + json + "\n\n";
  }

  @Override
  protected Wire wire() {
    return new Wire(
        answer(TEXT, "STOP", USAGE),
        "STOP",
        answer(TOOL_CALL, "STOP", USAGE),
        "STOP",
        answer(TEXT, "STOP", ""),
        chunk(answer(TEXT, "", "")),
        chunk(answer(TEXT, "STOP", USAGE)),
        true);
  }

  @Override
  protected String toolCallStream() {
    return chunk(answer(TOOL_CALL, "", "")) + chunk(answer("{\"text\":\"\"}", "STOP", USAGE));
  }

  @Override
  protected @Nullable String toolCallId() {
    return null;
  }

  @Override
  protected String streamedText() {
    return "Tea.Tea.";
  }

  @Override
  protected Detailed detailed() {
    String usage =
        ",\"usageMetadata\":{\"promptTokenCount\":28,\"candidatesTokenCount\":13,"
            + "\"thoughtsTokenCount\":7,\"cachedContentTokenCount\":10}";
    return new Detailed(
        answer(TEXT, "STOP", usage),
        Map.of(
            "input_tokens", 28L,
            "output_tokens", 20L,
            "cache_read.input_tokens", 10L,
            "reasoning.output_tokens", 7L));
  }

  @Override
  protected String refusal(int status, String message) {
    return "{\"error\":{\"code\":" + status + ",\"message\":\"" + message + "\"}}";
  }

  @Override
  protected String provider() {
    return "gcp.gemini";
  }

  @Override
  protected String operation() {
    return "generate_content";
  }

  /** What google-genai sends again is within one call of OkHttp, which the agent sees as one. */
  @Override
  protected boolean retries() {
    return false;
  }

  /** Its future depends on google-genai's, which cannot be cancelled. */
  @Override
  protected boolean cancels() {
    return false;
  }

  /** RxJava stops reading: the stream is forgotten, and not closed. */
  @Override
  protected boolean closesWhereTheConsumerThrows() {
    return false;
  }

  @Override
  protected Client connect(String url, int retries) throws Exception {
    HttpOptions.Builder options = HttpOptions.builder().baseUrl(url);
    sendOnce(options);
    return new Models(
        com.google.genai.Client.builder()
            .apiKey(KEY)
            .vertexAI(false)
            .httpOptions(options.build())
            .build());
  }

  /** Newer versions of google-genai send again what was refused. */
  private static void sendOnce(HttpOptions.Builder options) throws ReflectiveOperationException {
    Class<?> type;
    try {
      type = Class.forName("com.google.genai.types.HttpRetryOptions");
    } catch (ClassNotFoundException older) {
      return;
    }
    Object builder = type.getMethod("builder").invoke(null);
    Class<?> builderType = Class.forName(type.getName() + "$Builder");
    builderType.getMethod("attempts", Integer.class).invoke(builder, 1);
    Object once = builderType.getMethod("build").invoke(builder);
    HttpOptions.Builder.class.getMethod("retryOptions", type).invoke(options, once);
  }

  private record Models(com.google.genai.Client client) implements Client {
    private Flowable<LlmResponse> answer(String model, boolean stream) {
      LlmRequest request =
          LlmRequest.builder()
              .model(model)
              .contents(
                  List.of(
                      Content.builder()
                          .role("user")
                          .parts(List.of(Part.fromText(QUESTION)))
                          .build()))
              .build();
      return Gemini.builder()
          .modelName(model)
          .apiClient(client)
          .build()
          .generateContent(request, stream);
    }

    @Override
    public void ask(String model) {
      answer(model, false).blockingLast();
    }

    @Override
    public CompletableFuture<?> askLater(String model) {
      return answer(model, false).lastOrErrorStage().toCompletableFuture();
    }

    @Override
    public @Nullable Chunks stream(String model) {
      return null;
    }

    @Override
    public CompletableFuture<?> push(String model, Runnable onChunk) {
      return answer(model, true)
          .doOnNext(chunk -> onChunk.run())
          .lastOrErrorStage()
          .toCompletableFuture();
    }

    @Override
    public void close() {
      client.close();
    }
  }
}
