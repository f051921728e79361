// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.httpurlconnection;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.HttpClientKit;
import io.obsagent.testing.Recorded;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HttpUrlConnectionTest extends HttpClientKit {

  @Override
  protected Answer send(String method, URI uri, @Nullable String body) throws Exception {
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
}
