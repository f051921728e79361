// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.httpurlconnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.testing.HttpClientKit;
import io.obsagent.testing.Ports;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HttpUrlConnectionTest extends HttpClientKit {

  /** A connection is for one request; sent again, it is another. */
  private record UrlCall(String method, URI uri, @Nullable String body) implements Call {
    @Override
    public Answer send() throws Exception {
      HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
      connection.setRequestMethod(method);
      if (body != null) {
        connection.setDoOutput(true);
        connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
      }
      int status = connection.getResponseCode();
      try (InputStream in =
          status >= 400 ? connection.getErrorStream() : connection.getInputStream()) {
        return new Answer(status, new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }

    @Override
    public List<String> visibleHeaders() {
      return List.of();
    }
  }

  @Override
  protected Call prepare(String method, URI uri, @Nullable String body) {
    return new UrlCall(method, uri, body);
  }

  @Test
  void aConnectionOpenedBeforeItIsReadIsOneSpan() throws Exception {
    HttpURLConnection connection =
        (HttpURLConnection) target().uri("/status/200").toURL().openConnection();

    connection.connect();
    assertThat(connection.getInputStream().readAllBytes()).hasSize(5);
    assertThat(connection.getInputStream()).isNotNull();

    assertThat(Recorded.awaitSpans(1).get(0).name()).isEqualTo("GET");
    assertThat(target().received().get(0)).containsKey("traceparent");
  }

  @Test
  void aBodyTurnsTheDefaultMethodIntoPost() throws Exception {
    HttpURLConnection connection =
        (HttpURLConnection) target().uri("/status/200").toURL().openConnection();
    connection.setDoOutput(true);
    connection.setChunkedStreamingMode(0);

    connection.getOutputStream().write('x');
    connection.getOutputStream().close();

    assertThat(connection.getInputStream().readAllBytes()).containsExactly('x');
    assertThat(Recorded.awaitSpans(1).get(0).name()).isEqualTo("POST");
  }

  @Test
  void aBodyTurnsTheMethodOfAnOpenConnectionIntoPost() throws Exception {
    HttpURLConnection connection =
        (HttpURLConnection) target().uri("/status/202").toURL().openConnection();
    connection.setDoOutput(true);
    connection.connect();

    connection.getOutputStream().write('x');

    assertThat(connection.getInputStream().readAllBytes()).containsExactly('x');
    assertThat(target().methods()).containsExactly("POST");
    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("POST");
    assertThat(span.attribute("http.request.method")).isEqualTo("POST");
    assertThat(
            Recorded.metric(
                "http_client_requests_total{method=\"POST\",host=\"localhost\",server_port=\""
                    + target().port()
                    + "\",status_code=\"202\",error_type=\"\"}"))
        .isEqualTo(1);
  }

  @Test
  void aRequestRedirectedFromPostToGetIsTheOneThatWasAskedFor() throws Exception {
    URI uri = target().uri("/redirect");

    new UrlCall("POST", uri, "x").send();

    assertThat(target().methods()).containsExactly("POST", "GET");
    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("POST");
    assertThat(span.attribute("url.full")).isEqualTo(uri.toString());
  }

  @Test
  void aConnectionThatIsTriedAgainIsAnotherRequest() throws Exception {
    int port = Ports.closed();
    HttpURLConnection connection =
        (HttpURLConnection) new URL("http://localhost:" + port + "/").openConnection();
    assertThatThrownBy(connection::connect).isInstanceOf(ConnectException.class);
    Recorded.awaitSpans(1);

    assertThatThrownBy(connection::connect).isInstanceOf(ConnectException.class);

    assertThat(Recorded.awaitSpans(2)).allMatch(span -> span.status().equals("ERROR"));
  }

  @Test
  void aTraceStateThatTheApplicationPassesOnIsNotMixedWithAnotherTrace() throws Exception {
    HttpURLConnection connection =
        (HttpURLConnection) target().uri("/status/200").toURL().openConnection();
    connection.setRequestProperty("tracestate", "vendor=old");

    connection.getInputStream().close();

    Recorded.awaitSpans(1);
    assertThat(target().received().get(0).get("tracestate")).containsExactly("");
  }
}
