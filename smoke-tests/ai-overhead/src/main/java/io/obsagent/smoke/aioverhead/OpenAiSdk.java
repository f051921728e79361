// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.aioverhead;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientImpl;
import com.openai.core.ClientOptions;
import com.openai.core.RequestOptions;
import com.openai.core.http.Headers;
import com.openai.core.http.HttpClient;
import com.openai.core.http.HttpRequest;
import com.openai.core.http.HttpResponse;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;

/** openai-java. */
abstract class OpenAiSdk implements Sdk {
  private final String name;
  private final IntFunction<String> chunks;
  private byte[] answer;
  private int streamed = -1;
  private byte[] stream = {};

  final OpenAIClient client =
      new OpenAIClientImpl(
          ClientOptions.builder().httpClient(new Provider()).apiKey("key").maxRetries(0).build());

  final ChatCompletionCreateParams question =
      ChatCompletionCreateParams.builder().model("gpt-4o").addUserMessage("Tea?").build();

  OpenAiSdk(String name, String answer, IntFunction<String> chunks) {
    this.name = name;
    this.answer = Wire.bytes(answer);
    this.chunks = chunks;
  }

  private final class Provider implements HttpClient {
    @Override
    public HttpResponse execute(HttpRequest request, RequestOptions options) {
      return new Answer(answer);
    }

    @Override
    public CompletableFuture<HttpResponse> executeAsync(
        HttpRequest request, RequestOptions options) {
      return CompletableFuture.completedFuture(new Answer(answer));
    }

    @Override
    public void close() {}
  }

  private record Answer(byte[] content) implements HttpResponse {
    private static final Headers HEADERS = Headers.builder().build();

    @Override
    public int statusCode() {
      return 200;
    }

    @Override
    public Headers headers() {
      return HEADERS;
    }

    @Override
    public InputStream body() {
      return new ByteArrayInputStream(content);
    }

    @Override
    public void close() {}
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean stream(int length) {
    if (streamed != length) {
      streamed = length;
      stream = Wire.bytes(chunks.apply(length));
    }
    byte[] whole = answer;
    answer = stream;
    try {
      read();
    } finally {
      answer = whole;
    }
    return true;
  }

  /** Reads a stream. */
  abstract void read();

  /** Chat completions. */
  static final class Chat extends OpenAiSdk {
    Chat() {
      super("openai-java", Wire.OPENAI, Wire::openAiStream);
    }

    @Override
    public void ask() {
      client.chat().completions().create(question);
    }

    @Override
    void read() {
      try (StreamResponse<ChatCompletionChunk> response =
          client.chat().completions().createStreaming(question)) {
        response.stream().forEach(chunk -> Seen.chunk());
      }
    }
  }

  /** The Responses API. */
  static final class Responses extends OpenAiSdk {
    private final ResponseCreateParams question =
        ResponseCreateParams.builder().model("gpt-4o").input("Tea?").build();

    Responses() {
      super("openai-java, Responses", Wire.RESPONSE, Wire::responseStream);
    }

    @Override
    public void ask() {
      client.responses().create(question);
    }

    @Override
    void read() {
      try (StreamResponse<ResponseStreamEvent> response =
          client.responses().createStreaming(question)) {
        response.stream().forEach(chunk -> Seen.chunk());
      }
    }
  }
}
