// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.aioverhead;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What answers Azure's clients: a whole answer, or within {@link #streaming} a stream. */
final class AzureProvider implements HttpClient {
  private byte[] answer = Wire.bytes(Wire.OPENAI);
  private int streamed = -1;
  private byte[] stream = {};

  @Override
  public Mono<HttpResponse> send(HttpRequest request) {
    return Mono.just(new Answer(request, answer));
  }

  /**
   * Answers what is asked by a stream.
   *
   * @param chunks how many parts with text it has
   */
  void streaming(int chunks, Runnable asks) {
    if (streamed != chunks) {
      streamed = chunks;
      stream = Wire.bytes(Wire.openAiStream(chunks));
    }
    byte[] whole = answer;
    answer = stream;
    try {
      asks.run();
    } finally {
      answer = whole;
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
}
