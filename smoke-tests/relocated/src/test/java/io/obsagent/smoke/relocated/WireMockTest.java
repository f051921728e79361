// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.relocated;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.http.Fault;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class WireMockTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String CALLER = "b7ad6b7169203331";

  private static WireMockServer server;

  @BeforeAll
  static void start() {
    server =
        new WireMockServer(
            options().bindAddress("127.0.0.1").dynamicPort().asynchronousResponseEnabled(true));
    server.start();
    server.stubFor(get("/orders/7").willReturn(aResponse().withBody("seven")));
    server.stubFor(get("/busy").willReturn(aResponse().withStatus(503)));
    server.stubFor(get("/later").willReturn(aResponse().withBody("late").withFixedDelay(20)));
    server.stubFor(
        post("/broken").willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
  }

  @AfterAll
  static void stop() {
    server.stop();
  }

  private static HttpResponse<String> ask(String path) throws Exception {
    return ask("GET", path);
  }

  private static HttpResponse<String> ask(String method, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .version(HttpClient.Version.HTTP_1_1)
            .method(method, BodyPublishers.noBody())
            .header("traceparent", "00-" + TRACE + "-" + CALLER + "-01")
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }

  private static RecordedSpan theSpan() {
    return Recorded.awaitSpans(1).get(0);
  }

  @Test
  void aRequestIsASpanOfItsCallersTraceWithTheServletsRoute() throws Exception {
    HttpResponse<String> response = ask("/orders/7");

    assertThat(response.body()).isEqualTo("seven");
    RecordedSpan span = theSpan();
    assertThat(span.name()).isEqualTo("GET /*");
    assertThat(span.traceId()).isEqualTo(TRACE);
    assertThat(span.parentSpanId()).isEqualTo(CALLER);
    assertThat(span.attribute("url.path")).isEqualTo("/orders/7");
    assertThat(span.attribute("http.response.status_code")).isEqualTo(200L);
    assertThat(response.headers().firstValue("X-Correlation-ID"))
        .hasValue((String) span.attribute("correlation.id"));
  }

  @Test
  void whatTheAdministrationServesHasAnotherRoute() throws Exception {
    assertThat(ask("/__admin/mappings").statusCode()).isEqualTo(200);

    assertThat(theSpan().name()).isEqualTo("GET /__admin/*");
  }

  @Test
  void anErrorIsToldWithItsStatus() throws Exception {
    assertThat(ask("/busy").statusCode()).isEqualTo(503);

    RecordedSpan span = theSpan();
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.attribute("http.response.status_code")).isEqualTo(503L);
  }

  @Test
  void anAnswerOfAnotherThreadEndsTheSpan() throws Exception {
    assertThat(ask("/later").body()).isEqualTo("late");

    assertThat(theSpan().attribute("http.response.status_code")).isEqualTo(200L);
  }

  @Test
  void aConnectionThatTheServerCutsIsServedAllTheSame() {
    assertThatThrownBy(() -> ask("POST", "/broken")).isInstanceOf(IOException.class);

    assertThat(theSpan().name()).isEqualTo("POST /*");
    Recorded.await(() -> Recorded.metric("active_connections") == 0, () -> "still serving");
  }
}
