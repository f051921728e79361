// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.aioverhead;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.AnthropicClientImpl;
import com.anthropic.core.ClientOptions;
import com.anthropic.core.RequestOptions;
import com.anthropic.core.http.Headers;
import com.anthropic.core.http.HttpClient;
import com.anthropic.core.http.HttpRequest;
import com.anthropic.core.http.HttpResponse;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;

/** anthropic-java. */
final class AnthropicSdk implements Sdk {
  private byte[] answer = Wire.bytes(Wire.ANTHROPIC);
  private int streamed = -1;
  private byte[] stream = {};
  private final AnthropicClient client =
      new AnthropicClientImpl(
          ClientOptions.builder().httpClient(new Provider()).maxRetries(0).build());
  private final MessageCreateParams question =
      MessageCreateParams.builder()
          .model("claude-sonnet-4-5")
          .maxTokens(64)
          .addUserMessage("Tea?")
          .build();

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
    return "anthropic-java";
  }

  @Override
  public void ask() {
    client.messages().create(question);
  }

  @Override
  public boolean stream(int chunks) {
    if (streamed != chunks) {
      streamed = chunks;
      stream = Wire.bytes(Wire.anthropicStream(chunks));
    }
    byte[] whole = answer;
    answer = stream;
    try (StreamResponse<RawMessageStreamEvent> response =
        client.messages().createStreaming(question)) {
      response.stream().forEach(chunk -> Seen.chunk());
    } finally {
      answer = whole;
    }
    return true;
  }
}
