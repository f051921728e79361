// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.obsagent.core.testing.Fixture;
import io.obsagent.spi.telemetry.HttpClientOperation;
import io.obsagent.spi.telemetry.HttpClientRequest;
import io.obsagent.spi.telemetry.UrlTemplate;
import io.opentelemetry.context.Scope;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientOperationTest {
  private final Fixture fixture = new Fixture();

  private record Call(String method, String uri) {}

  private enum Reader implements HttpClientRequest<Call> {
    INSTANCE;

    @Override
    public String method(Call call) {
      return call.method;
    }

    @Override
    public String url(Call call) {
      return call.uri;
    }

    @Override
    public String host(Call call) {
      return URI.create(call.uri).getHost();
    }

    @Override
    public int port(Call call) {
      return URI.create(call.uri).getPort();
    }
  }

  private HttpClientOperation start(String method, String uri) {
    return fixture.telemetry().startHttpClient(Reader.INSTANCE, new Call(method, uri));
  }

  @Test
  void whatIsSentCountsAndNotWhatWasKnownAtTheStart() {
    HttpClientOperation call = start("GET", "http://gateway:8080/");

    call.sent(Reader.INSTANCE, new Call("POST", "http://orders:8081/orders"));
    call.sent(Reader.INSTANCE, new Call("GET", "http://orders:8081/redirected"));
    call.status(201);
    call.end(null);

    assertThat(fixture.spans.get(0).name()).isEqualTo("POST");
    assertThat(Fixture.attributes(fixture.spans.get(0)))
        .containsEntry("http.request.method", "POST")
        .containsEntry("url.full", "http://orders:8081/orders")
        .containsEntry("server.address", "orders")
        .containsEntry("server.port", 8081L);
    assertThat(fixture.values("http_client_requests_total"))
        .containsExactly(entry(List.of("POST", "orders", "8081", "201", ""), 1.0));
  }

  @Test
  void theLabelsTellServersAndErrorsApart() {
    for (int port : new int[] {8080, 8144, 8080, 80, 443}) {
      HttpClientOperation call = start("GET", "http://a:" + port + "/");
      call.status(port == 80 ? 503 : 200);
      call.end(null);
    }
    start("GET", "http://a/").end(new SocketTimeoutException("Read timed out"));

    assertThat(fixture.values("http_client_requests_total"))
        .containsOnly(
            entry(List.of("GET", "a", "8080", "200", ""), 2.0),
            entry(List.of("GET", "a", "8144", "200", ""), 1.0),
            entry(List.of("GET", "a", "", "200", ""), 1.0),
            entry(List.of("GET", "a", "", "503", "503"), 1.0),
            entry(List.of("GET", "a", "", "error", "timeout"), 1.0));
  }

  @Test
  void theTemplateOfAFrameworkNamesTheSpanOfTheRequestThatItIsFor() {
    try (Scope ignored = UrlTemplate.enter("/orders/{id}")) {
      start("GET", "http://token:8081/token").end(null);
      start("GET", "http://orders:8081/orders/7?a=b").end(null);
    }

    assertThat(fixture.spans.get(0).name()).isEqualTo("GET");
    assertThat(Fixture.attributes(fixture.spans.get(0))).doesNotContainKey("url.template");
    assertThat(fixture.spans.get(1).name()).isEqualTo("GET /orders/{id}");
    assertThat(Fixture.attributes(fixture.spans.get(1)))
        .containsEntry("url.template", "/orders/{id}");
  }
}
