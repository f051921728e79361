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
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;

/** openai-java. */
final class OpenAiSdk implements Sdk {
  private byte[] answer = Wire.bytes(Wire.OPENAI);
  private int streamed = -1;
  private byte[] stream = {};
  private final OpenAIClient client =
      new OpenAIClientImpl(
          ClientOptions.builder().httpClient(new Provider()).apiKey("key").maxRetries(0).build());
  private final ChatCompletionCreateParams question =
      ChatCompletionCreateParams.builder().model("gpt-4o").addUserMessage("Tea?").build();

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
    return "openai-java";
  }

  @Override
  public void ask() {
    client.chat().completions().create(question);
  }

  @Override
  public boolean stream(int chunks) {
    if (streamed != chunks) {
      streamed = chunks;
      stream = Wire.bytes(Wire.openAiStream(chunks));
    }
    byte[] whole = answer;
    answer = stream;
    try (StreamResponse<ChatCompletionChunk> response =
        client.chat().completions().createStreaming(question)) {
      response.stream().forEach(chunk -> {});
    } finally {
      answer = whole;
    }
    return true;
  }
}
