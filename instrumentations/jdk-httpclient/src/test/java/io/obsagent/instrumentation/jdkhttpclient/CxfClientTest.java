// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdkhttpclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.HttpTarget;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.Entity;
import jakarta.ws.rs.client.InvocationCallback;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.cxf.jaxrs.client.spec.ClientBuilderImpl;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** CXF's client is above this one, and needs no module: each request is a span. */
@ExtendWith(AgentExtension.class)
class CxfClientTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static HttpTarget target;
  private static Client client;

  @BeforeAll
  static void makeClient() {
    target = new HttpTarget();
    client = new ClientBuilderImpl().property("http.autoredirect", true).build();
  }

  @AfterAll
  static void closeClient() {
    client.close();
    target.close();
  }

  @BeforeEach
  void forgetRequests() {
    target.forget();
  }

  @Test
  void aCallIsOneSpanWhoseContextGoesAlong() {
    try (Response response =
        client.target(target.uri("/status/201")).request().post(Entity.text("ping"))) {
      assertThat(response.readEntity(String.class)).isEqualTo("ping");
    }

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("POST");
    assertThat(span.attribute("http.response.status_code")).isEqualTo(201L);
    assertThat(target.received().get(0))
        .containsEntry(
            "traceparent", List.of("00-" + span.traceId() + "-" + span.spanId() + "-01"));
  }

  @Test
  void aRedirectionIsASpanBeforeTheOneThatItLeadsTo() {
    try (Response response = client.target(target.uri("/redirect")).request().get()) {
      assertThat(response.readEntity(String.class)).isEqualTo("hello");
    }

    assertThat(Recorded.awaitSpans(2))
        .extracting(span -> span.attribute("http.response.status_code"))
        .containsExactlyInAnyOrder(302L, 200L);
  }

  @Test
  void anAsynchronousCallIsInTheTraceOfItsCallerAndSoIsWhatItsCallbackCalls() throws Exception {
    CompletableFuture<Integer> second = new CompletableFuture<>();
    Recorded.served(
        Map.of("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01"),
        () -> {
          get("/status/200", then(() -> get("/status/201", then(() -> second.complete(201)))));
          return second.get(60, TimeUnit.SECONDS);
        });

    List<RecordedSpan> spans = Recorded.awaitSpans(3);
    assertThat(spans.stream().filter(span -> span.kind().equals("CLIENT")))
        .hasSize(2)
        .allSatisfy(span -> assertThat(span.traceId()).isEqualTo(TRACE));
  }

  private static void get(String path, InvocationCallback<Response> callback) {
    client.target(target.uri(path)).request().async().get(callback);
  }

  private static InvocationCallback<Response> then(Runnable next) {
    return new InvocationCallback<>() {
      @Override
      public void completed(Response response) {
        response.readEntity(String.class);
        next.run();
      }

      @Override
      public void failed(Throwable failure) {
        throw new IllegalStateException(failure);
      }
    };
  }
}
