// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.langchain4j;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** OpenAI's API as it is written, and the library's models for it. */
final class OpenAiWire {
  static final String HEAD =
      "{\"id\":\"c-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m-real\",\"choices\":[";
  static final String USAGE =
      ",\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}}";
  static final String TEXT =
      "{\"index\":0,\"finish_reason\":\"stop\",\"message\":{\"role\":\"assistant\",\"content\":\"Tea.\"}}]";
  static final String TOOL_CALL =
      "{\"index\":0,\"finish_reason\":\"tool_calls\",\"message\":{\"role\":\"assistant\",\"content\":null,"
          + "\"tool_calls\":[{\"id\":\"t-1\",\"type\":\"function\",\"function\":"
          + "{\"name\":\"kettle\",\"arguments\":\"{\\\"litres\\\":1}\"}}]}}]";
  static final String END = "data: [DONE]\n\n";
  static final String FIRST_CHUNK = said("Tea");
  static final String LAST_CHUNKS =
      said(".")
          + chunk("{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}", "}")
          + chunk("", USAGE)
          + END;
  static final String TOOL_CHUNKS =
      chunk(
              "{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"t-1\","
                  + "\"type\":\"function\",\"function\":{\"name\":\"kettle\",\"arguments\":\"{\\\"litres\\\":1}\"}}]},"
                  + "\"finish_reason\":null}",
              "}")
          + chunk("{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}", "}")
          + chunk("", USAGE)
          + END;

  private OpenAiWire() {}

  private static String said(String text) {
    return chunk(
        "{\"index\":0,\"delta\":{\"content\":\"" + text + "\"},\"finish_reason\":null}", "}");
  }

  static String chunk(String choices, String usage) {
    return "data: {\"id\":\"c-1\",\"object\":\"chat.completion.chunk\",\"created\":1,"
        + "\"model\":\"m-real\",\"choices\":["
        + choices
        + "]"
        + usage
        + "\n\n";
  }

  static OpenAiChatModel model(String url, String key, String name, int retries) {
    return OpenAiChatModel.builder()
        .baseUrl(url + "/v1")
        .apiKey(key)
        .modelName(name)
        .maxRetries(retries)
        .build();
  }

  static OpenAiStreamingChatModel streaming(String url, String key, String name) {
    return OpenAiStreamingChatModel.builder()
        .baseUrl(url + "/v1")
        .apiKey(key)
        .modelName(name)
        .build();
  }

  static CompletableFuture<ChatResponse> push(
      StreamingChatModel model, ChatRequest request, Runnable onChunk) {
    CompletableFuture<ChatResponse> end = new CompletableFuture<>();
    model.chat(request, new Completing(end, onChunk));
    return end;
  }

  static StreamingChatResponseHandler handler(Consumer<ChatResponse> answered) {
    CompletableFuture<ChatResponse> end = new CompletableFuture<>();
    end.thenAccept(answered);
    return new Completing(end, () -> {});
  }

  private record Completing(CompletableFuture<ChatResponse> end, Runnable onChunk)
      implements StreamingChatResponseHandler {
    @Override
    public void onPartialResponse(String text) {
      onChunk.run();
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
      end.complete(response);
    }

    @Override
    public void onError(Throwable failure) {
      end.completeExceptionally(failure);
    }
  }
}
