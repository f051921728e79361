// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.apachehttpclient5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.HttpTarget;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Requests that nobody answers, and clients that give up. */
@ExtendWith(AgentExtension.class)
class EndOfRequestTest {
  @Test
  void anAnswerThatDoesNotComeInTimeIsAnError() throws Exception {
    RequestConfig hasty =
        RequestConfig.custom().setResponseTimeout(100, TimeUnit.MILLISECONDS).build();
    try (ServerSocket silent = silent();
        CloseableHttpClient client =
            HttpClientBuilder.create()
                .disableAutomaticRetries()
                .setDefaultRequestConfig(hasty)
                .build()) {
      assertThatThrownBy(
              () ->
                  client.execute(
                      new HttpGet("http://localhost:" + silent.getLocalPort() + "/"),
                      response -> null))
          .isInstanceOf(SocketTimeoutException.class);

      RecordedSpan span = Recorded.awaitSpans(1).get(0);
      assertThat(span.attribute("error.type")).isEqualTo("java.net.SocketTimeoutException");
    }
  }

  @Test
  void aResponseHandlerThatFailsIsNoErrorOfTheCall() throws Exception {
    try (HttpTarget target = new HttpTarget();
        CloseableHttpClient client = HttpClientBuilder.create().build()) {
      assertThatThrownBy(
              () ->
                  client.execute(
                      new HttpGet(target.uri("/status/200")),
                      response -> {
                        EntityUtils.consume(response.getEntity());
                        throw new IllegalStateException("mine");
                      }))
          .isInstanceOf(IllegalStateException.class);

      RecordedSpan span = Recorded.awaitSpans(1).get(0);
      assertThat(span.status()).isEqualTo("UNSET");
      assertThat(span.attribute("http.response.status_code")).isEqualTo(200L);
    }
  }

  private static ServerSocket silent() throws Exception {
    return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  }
}
