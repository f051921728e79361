// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.reactornetty;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.HttpClientKit;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** Spring's WebClient above it. */
class WebClientTest extends HttpClientKit {
  private final WebClient client =
      WebClient.builder()
          .clientConnector(new ReactorClientHttpConnector(HttpClient.create().followRedirect(true)))
          .build();

  @Override
  protected Call prepare(String method, URI uri, @Nullable String body) {
    WebClient.RequestBodySpec request =
        client.method(HttpMethod.valueOf(method)).uri(uri).header("X-Own", "1");
    WebClient.RequestHeadersSpec<?> whole = body == null ? request : request.bodyValue(body);
    Mono<Answer> answer =
        whole.exchangeToMono(
            response ->
                response
                    .bodyToMono(String.class)
                    .defaultIfEmpty("")
                    .map(text -> new Answer(status(response), text)));
    return new HttpClientTest.Prepared(answer, List.of());
  }

  @Test
  void aRequestIsNamedByItsTemplate() {
    String base = target().uri("").toString();

    String body =
        client
            .get()
            .uri(base + "/status/{code}?q={q}", 203, "a b")
            .retrieve()
            .bodyToMono(String.class)
            .block();

    assertThat(body).isEqualTo("hello");
    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("GET /status/{code}");
    assertThat(span.attribute("url.template")).isEqualTo("/status/{code}");
    assertThat(span.attribute("url.full")).isEqualTo(base + "/status/203?q=a%20b");
  }

  @Test
  void theRequestAfterItHasItsOwn() {
    String base = target().uri("").toString();
    Mono<String> second =
        client.get().uri(base + "/status/202").retrieve().bodyToMono(String.class);

    client
        .get()
        .uri(base + "/status/{code}", 203)
        .retrieve()
        .bodyToMono(String.class)
        .flatMap(first -> second)
        .block();

    assertThat(Recorded.awaitSpans(2))
        .extracting(RecordedSpan::name)
        .containsExactlyInAnyOrder("GET /status/{code}", "GET");
  }

  /** By reflection: its type has become another. */
  private static int status(ClientResponse response) {
    try {
      Object status = ClientResponse.class.getMethod("statusCode").invoke(response);
      Class<?> type = ClientResponse.class.getMethod("statusCode").getReturnType();
      return (int) type.getMethod("value").invoke(status);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
