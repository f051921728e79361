// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdkhttpclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.HttpTarget;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Requests that nobody answers, and answers that nobody reads. */
@ExtendWith(AgentExtension.class)
class EndOfRequestTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private ServerSocket silent;

  @BeforeEach
  void listen() throws Exception {
    silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws Exception {
    silent.close();
  }

  @Test
  void aRequestThatTimesOutIsAnError() {
    HttpRequest request = request().timeout(Duration.ofMillis(100)).build();

    Throwable thrown =
        catchThrowable(() -> client.send(request, HttpResponse.BodyHandlers.ofString()));

    // On a busy machine the time may be over while it still connects: a subclass says so.
    assertThat(thrown).isInstanceOf(HttpTimeoutException.class);
    assertErrorOf(thrown.getClass());
  }

  @Test
  void anAsynchronousRequestThatTimesOutIsAnError() {
    HttpRequest request = request().timeout(Duration.ofMillis(100)).build();

    CompletableFuture<?> answer = client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    Throwable thrown = catchThrowable(answer::join).getCause();

    assertThat(thrown).isInstanceOf(HttpTimeoutException.class);
    assertErrorOf(thrown.getClass());
  }

  @Test
  void aSenderThatIsInterruptedEndsItsSpan() throws Exception {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Thread sender =
        new Thread(
            () -> {
              try {
                client.send(request().build(), HttpResponse.BodyHandlers.ofString());
              } catch (Exception e) {
                thrown.complete(e);
              }
            });
    sender.start();
    silent.accept();

    sender.interrupt();

    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    assertErrorOf(InterruptedException.class);
  }

  @Test
  void aSpanEndsWithTheHeadersWhereTheBodyIsAStream() throws Exception {
    try (HttpTarget target = new HttpTarget()) {
      HttpRequest request = HttpRequest.newBuilder(target.uri("/status/200")).build();

      try (InputStream unread =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream()).body()) {
        assertThat(Recorded.awaitSpans(1).get(0).attribute("http.response.status_code"))
            .isEqualTo(200L);
        assertThat(unread.readAllBytes()).hasSize(5);
      }
    }
  }

  @Test
  void aBodyHandlerThatFailsIsAnError() {
    try (HttpTarget target = new HttpTarget()) {
      HttpRequest request = HttpRequest.newBuilder(target.uri("/status/200")).build();
      HttpResponse.BodyHandler<String> failing =
          info -> {
            throw new IllegalStateException("no thanks");
          };

      assertThat(client.sendAsync(request, failing)).failsWithin(Duration.ofSeconds(60));

      assertErrorOf(IllegalStateException.class);
    }
  }

  private HttpRequest.Builder request() {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + silent.getLocalPort() + "/"));
  }

  private static void assertErrorOf(Class<?> type) {
    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.attribute("error.type")).isEqualTo(type.getName());
  }
}
