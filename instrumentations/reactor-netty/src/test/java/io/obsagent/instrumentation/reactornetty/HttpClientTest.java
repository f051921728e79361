// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.reactornetty;

import io.netty.handler.codec.http.HttpMethod;
import io.obsagent.testing.HttpClientKit;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;

/** Reactor Netty's own client. */
class HttpClientTest extends HttpClientKit {
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient client = HttpClient.create().followRedirect(true);

  @Override
  protected Call prepare(String method, URI uri, @Nullable String body) {
    List<String> visible = new ArrayList<>();
    HttpClient.RequestSender sender =
        client
            .headers(headers -> headers.set("X-Own", "1"))
            .request(HttpMethod.valueOf(method))
            .uri(uri.toString());
    HttpClient.ResponseReceiver<?> receiver =
        body == null ? sender : sender.send(ByteBufFlux.fromString(Mono.just(body)));
    Mono<Answer> answer =
        receiver.responseSingle(
            (response, content) -> {
              visible.addAll(response.requestHeaders().names());
              return content
                  .asString()
                  .defaultIfEmpty("")
                  .map(text -> new Answer(response.status().code(), text));
            });
    return new Prepared(answer, visible);
  }

  /** A request, which each subscription sends. */
  record Prepared(Mono<Answer> answer, List<String> visibleHeaders) implements Call {
    @Override
    public Answer send() {
      return answer.block(PATIENCE);
    }
  }
}
