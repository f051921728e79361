// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.aioverhead;

import com.azure.ai.openai.OpenAIClient;
import com.azure.ai.openai.OpenAIClientBuilder;
import com.azure.ai.openai.models.ChatCompletionsOptions;
import com.azure.ai.openai.models.ChatRequestUserMessage;
import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** azure-ai-openai. */
final class AzureSdk implements Sdk {
  private byte[] answer = Wire.bytes(Wire.OPENAI);
  private int streamed = -1;
  private byte[] stream = {};
  private final OpenAIClient client =
      new OpenAIClientBuilder()
          .endpoint("http://azure.local")
          .httpClient(new Provider())
          .buildClient();
  private final ChatCompletionsOptions question =
      new ChatCompletionsOptions(List.of(new ChatRequestUserMessage("Tea?")));

  private final class Provider implements HttpClient {
    @Override
    public Mono<HttpResponse> send(HttpRequest request) {
      return Mono.just(new Answer(request, answer));
    }
  }

  private static final class Answer extends HttpResponse {
    private final byte[] content;

    Answer(HttpRequest request, byte[] content) {
      super(request);
      this.content = content;
    }

    @Override
    public int getStatusCode() {
      return 200;
    }

    @Override
    @Deprecated
    public String getHeaderValue(String name) {
      return null;
    }

    @Override
    public HttpHeaders getHeaders() {
      return new HttpHeaders();
    }

    @Override
    public Flux<ByteBuffer> getBody() {
      return Flux.just(ByteBuffer.wrap(content));
    }

    @Override
    public Mono<byte[]> getBodyAsByteArray() {
      return Mono.just(content);
    }

    @Override
    public Mono<String> getBodyAsString() {
      return getBodyAsString(StandardCharsets.UTF_8);
    }

    @Override
    public Mono<String> getBodyAsString(Charset charset) {
      return Mono.just(new String(content, charset));
    }
  }

  @Override
  public String name() {
    return "azure-ai-openai";
  }

  @Override
  public void ask() {
    client.getChatCompletions("gpt-4o", question);
  }

  @Override
  public boolean stream(int chunks) {
    if (streamed != chunks) {
      streamed = chunks;
      stream = Wire.bytes(Wire.openAiStream(chunks));
    }
    byte[] whole = answer;
    answer = stream;
    try {
      client.getChatCompletionsStream("gpt-4o", question).forEach(chunk -> {});
    } finally {
      answer = whole;
    }
    return true;
  }
}
