// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Calls that do not end with a server's plain answer. */
@ExtendWith(AgentExtension.class)
class EndOfCallTest {
  private final OkHttpClient client =
      new OkHttpClient.Builder().retryOnConnectionFailure(false).build();
  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void aCallCancelledWhileItWaitsIsAnError() throws Exception {
    Call call = client.newCall(request());
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                call.execute().body().close();
              } catch (IOException e) {
                thrown.complete(e);
              }
            });
    caller.start();
    server.accept();

    call.cancel();

    assertThat(thrown.get()).isInstanceOf(IOException.class);
    assertThat(Recorded.awaitSpans(1).get(0).status()).isEqualTo("ERROR");
  }

  @Test
  void anEnqueuedCallThatIsCancelledIsAnError() throws Exception {
    Call call = client.newCall(request());
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    call.enqueue(
        new Callback() {
          @Override
          public void onFailure(Call failed, IOException cause) {
            failure.complete(cause);
          }

          @Override
          public void onResponse(Call answered, Response response) {
            response.body().close();
          }
        });
    server.accept();

    call.cancel();

    assertThat(failure.get()).isInstanceOf(IOException.class);
    assertThat(Recorded.awaitSpans(1).get(0).status()).isEqualTo("ERROR");
  }

  @Test
  void aCallThatTimesOutIsAnError() {
    OkHttpClient hasty = client.newBuilder().readTimeout(100, TimeUnit.MILLISECONDS).build();

    assertThatThrownBy(() -> hasty.newCall(request()).execute()).isInstanceOf(IOException.class);

    assertThat(Recorded.awaitSpans(1).get(0).attribute("error.type"))
        .isEqualTo("java.net.SocketTimeoutException");
  }

  @Test
  void whatAnInterceptorAnswersItselfIsASpan() throws Exception {
    OkHttpClient answering =
        client
            .newBuilder()
            .addInterceptor(
                chain ->
                    new Response.Builder()
                        .request(chain.request())
                        .protocol(Protocol.HTTP_1_1)
                        .code(203)
                        .message("mine")
                        .body(ResponseBody.create(MediaType.parse("text/plain"), "mine"))
                        .build())
            .build();

    assertThat(answering.newCall(request()).execute().body().string()).isEqualTo("mine");

    assertThat(Recorded.awaitSpans(1).get(0).attribute("http.response.status_code"))
        .isEqualTo(203L);
  }

  @Test
  void whatAnInterceptorThrowsIsAnErrorOfTheSpan() {
    OkHttpClient failing =
        client
            .newBuilder()
            .addInterceptor(
                chain -> {
                  throw new IllegalStateException("no");
                })
            .build();

    assertThatThrownBy(() -> failing.newCall(request()).execute())
        .isInstanceOf(IllegalStateException.class);

    assertThat(Recorded.awaitSpans(1).get(0).attribute("error.type"))
        .isEqualTo("java.lang.IllegalStateException");
  }

  @Test
  void aWebSocketIsASpanOfItsHandshake() throws Exception {
    assumeThat(System.getProperty("library.version"))
        .as("until 3.5, web sockets are a library of their own")
        .isNotIn("3.0.0", "3.4.2");
    CompletableFuture<String> message = new CompletableFuture<>();
    Runnable cancel = FirstMessage.of(client, request(), message);
    try (Socket accepted = server.accept()) {
      upgradeAndGreet(accepted);

      assertThat(message.get(60, TimeUnit.SECONDS)).isEqualTo("hi");
      RecordedSpan span = Recorded.awaitSpans(1).get(0);
      assertThat(span.status()).isEqualTo("UNSET");
      assertThat(span.attribute("http.response.status_code")).isEqualTo(101L);
      cancel.run();
    }
  }

  /** Accepts a web socket (RFC 6455, section 4.2.2) and sends one text frame. */
  private static void upgradeAndGreet(Socket accepted) throws Exception {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) accepted.getInputStream().read());
    }
    String marker = "Sec-WebSocket-Key: ";
    int from = head.indexOf(marker) + marker.length();
    String key = head.substring(from, head.indexOf("\r\n", from));
    byte[] digest =
        MessageDigest.getInstance("SHA-1")
            .digest(
                (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
    String answer =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: "
            + Base64.getEncoder().encodeToString(digest)
            + "\r\n\r\n";
    accepted.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
    accepted.getOutputStream().write(new byte[] {(byte) 0x81, 2, 'h', 'i'});
    accepted.getOutputStream().flush();
  }

  private Request request() {
    return new Request.Builder().url("http://localhost:" + server.getLocalPort() + "/").build();
  }
}
