// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.apachehttpclient5;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.HttpClientKit;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.BasicHttpContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClassicTest extends HttpClientKit {
  private final CloseableHttpClient client =
      HttpClientBuilder.create().disableAutomaticRetries().build();

  @AfterEach
  void closeClient() throws Exception {
    client.close();
  }

  private record ClassicCall(CloseableHttpClient client, ClassicHttpRequest request)
      implements Call {
    static ClassicCall of(
        CloseableHttpClient client, String method, URI uri, @Nullable String body) {
      ClassicHttpRequest request = new BasicClassicHttpRequest(method, uri);
      request.setHeader("X-Own", "1");
      if (body != null) {
        request.setEntity(new StringEntity(body, StandardCharsets.UTF_8));
      }
      return new ClassicCall(client, request);
    }

    @Override
    public Answer send() throws Exception {
      return client.execute(
          request,
          new BasicHttpContext(), // the minimal client 5.0 does not make its own
          response ->
              new Answer(
                  response.getCode(),
                  response.getEntity() == null ? "" : EntityUtils.toString(response.getEntity())));
    }

    @Override
    public List<String> visibleHeaders() {
      return Stream.of(request.getHeaders()).map(Header::getName).toList();
    }
  }

  @Override
  protected Call prepare(String method, URI uri, @Nullable String body) {
    return ClassicCall.of(client, method, uri, body);
  }

  @Test
  void theMinimalClientSendsTheApplicationsObjectAndLeavesItWithoutOurs() throws Exception {
    try (CloseableHttpClient minimal = HttpClients.createMinimal()) {
      ClassicCall call = ClassicCall.of(minimal, "GET", target().uri("/status/200"), null);
      call.request.setHeader("baggage", "own=1");

      call.send();

      Recorded.awaitSpans(1);
      assertThat(target().received().get(0)).containsKey("traceparent");
      assertThat(call.visibleHeaders()).contains("X-Own", "baggage").doesNotContain("traceparent");
      assertThat(call.request.getFirstHeader("baggage").getValue()).isEqualTo("own=1");
    }
  }

  @Test
  void whatAnInterceptorMakesOfTheRequestIsWhatTheSpanTells() throws Exception {
    try (CloseableHttpClient client =
        HttpClientBuilder.create()
            .addRequestInterceptorLast((request, entity, context) -> request.setPath("/status/202"))
            .build()) {
      ClassicCall.of(client, "GET", target().uri("/status/200"), null).send();

      assertThat(Recorded.awaitSpans(1).get(0).attribute("url.full"))
          .isEqualTo(target().uri("/status/202").toString());
    }
  }

  @Test
  void aRequestWithinAnInterceptorIsNotTakenForTheOneThatIsWatched() throws Exception {
    try (CloseableHttpClient client =
        HttpClientBuilder.create()
            .addRequestInterceptorFirst(
                (request, entity, context) -> {
                  try {
                    prepare("POST", target().uri("/status/201"), "token").send();
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                })
            .build()) {
      ClassicCall.of(client, "GET", target().uri("/status/200"), null).send();

      RecordedSpan span = Recorded.awaitSpans(1).get(0);
      assertThat(span.name()).isEqualTo("GET");
      assertThat(target().methods()).containsExactly("POST", "GET");
      assertThat(target().received().get(0)).doesNotContainKey("traceparent");
      assertThat(target().received().get(1)).containsKey("traceparent");
    }
  }
}
