// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.httpurlconnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpBackOffUnsuccessfulResponseHandler;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.util.BackOff;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.HttpTarget;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Google's HTTP client is above this one, and needs no module: each request is a span. */
@ExtendWith(AgentExtension.class)
class GoogleHttpClientTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static HttpTarget target;

  @BeforeAll
  static void startTarget() {
    target = new HttpTarget();
  }

  @AfterAll
  static void stopTarget() {
    target.close();
  }

  @BeforeEach
  void forgetRequests() {
    target.forget();
  }

  private static HttpRequest get(String path) throws IOException {
    return new NetHttpTransport()
        .createRequestFactory()
        .buildGetRequest(new GenericUrl(target.uri(path).toString()));
  }

  @Test
  void aCallIsOneSpanWhoseContextGoesAlong() throws Exception {
    HttpRequest request = get("/status/200");

    HttpResponse response = request.execute();

    assertThat(response.parseAsString()).isEqualTo("hello");
    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("GET");
    assertThat(span.attribute("http.response.status_code")).isEqualTo(200L);
    assertThat(span.attribute("url.full")).isEqualTo(target.uri("/status/200").toString());
    assertThat(target.received().get(0))
        .containsEntry(
            "traceparent", List.of("00-" + span.traceId() + "-" + span.spanId() + "-01"));
    assertThat(request.getHeaders()).doesNotContainKey("traceparent");
  }

  @Test
  void anErrorIsOneSpan() throws Exception {
    HttpRequest request = get("/status/404");

    assertThatThrownBy(request::execute).isInstanceOf(HttpResponseException.class);

    assertThat(Recorded.awaitSpans(1).get(0).attribute("error.type")).isEqualTo("404");
  }

  @Test
  void eachRetryIsASpanOfTheSameTrace() throws Exception {
    HttpRequest request =
        get("/status/503")
            .setNumberOfRetries(2)
            .setThrowExceptionOnExecuteError(false)
            .setUnsuccessfulResponseHandler(
                new HttpBackOffUnsuccessfulResponseHandler(BackOff.ZERO_BACKOFF));

    Recorded.served(
        Map.of("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01"),
        () -> {
          request.execute().disconnect();
          return "served";
        });

    List<RecordedSpan> attempts =
        Recorded.awaitSpans(4).stream().filter(span -> span.kind().equals("CLIENT")).toList();
    assertThat(attempts)
        .hasSize(3)
        .allSatisfy(
            span -> {
              assertThat(span.traceId()).isEqualTo(TRACE);
              assertThat(span.attribute("http.response.status_code")).isEqualTo(503L);
            });
    assertThat(target.received()).hasSize(3);
    assertThat(target.received().stream().map(headers -> headers.get("traceparent")).distinct())
        .hasSize(3);
  }

  @Test
  void aRedirectionIsASpanBeforeTheOneThatItLeadsTo() throws Exception {
    assertThat(get("/redirect").execute().parseAsString()).isEqualTo("hello");

    assertThat(Recorded.awaitSpans(2))
        .extracting(span -> span.attribute("http.response.status_code"))
        .containsExactlyInAnyOrder(302L, 200L);
  }
}
