// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.apachehttpclient4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.obsagent.testing.HttpClientKit;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.Entity;
import jakarta.ws.rs.client.Invocation;
import jakarta.ws.rs.client.InvocationCallback;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.resteasy.client.jaxrs.internal.ResteasyClientBuilderImpl;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** RESTEasy's client is above this one, and needs no module. */
class ResteasyClientTest extends HttpClientKit {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static @Nullable Client client;

  @BeforeAll
  static void makeClient() {
    assumeThat(System.getProperty("library.version")).as("RESTEasy's client needs 4.5").isNotNull();
    client = new ResteasyClientBuilderImpl().setFollowRedirects(true).build();
  }

  @AfterAll
  static void closeClient() {
    if (client != null) {
      client.close();
    }
  }

  private record RestCall(String method, URI uri, @Nullable String body) implements Call {
    @Override
    public Answer send() throws Exception {
      try (Response response = invocation().invoke()) {
        return new Answer(response.getStatus(), response.readEntity(String.class));
      } catch (ProcessingException e) {
        throw e.getCause() instanceof Exception cause ? cause : e;
      }
    }

    private Invocation invocation() {
      Invocation.Builder request = client.target(uri).request().header("X-Own", "1");
      return body == null
          ? request.build(method)
          : request.build(method, Entity.entity(body, MediaType.TEXT_PLAIN_TYPE));
    }

    @Override
    public List<String> visibleHeaders() {
      return List.of();
    }
  }

  @Override
  protected Call prepare(String method, URI uri, @Nullable String body) {
    return new RestCall(method, uri, body);
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
    client.target(target().uri(path)).request().async().get(callback);
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
