// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springwebflux;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What holds for the {@link Shop} on whichever server. */
@ExtendWith(AgentExtension.class)
abstract class WebFluxKit {
  private final HttpClient client = HttpClient.newHttpClient();

  /** Where the application is, without a slash at the end. */
  protected abstract String base();

  /** Path of the application, such as {@code /shop}, or empty. */
  protected abstract String path();

  @Test
  void theMatchedPatternOfAControllerIsTheRoute() throws Exception {
    assertThat(get("/products/12").body()).isEqualTo("product 12");

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("GET " + path() + "/products/{id}");
    assertThat(span.attribute("http.route")).isEqualTo(path() + "/products/{id}");
  }

  @Test
  void soIsThatOfANestedFunctionalRoute() throws Exception {
    assertThat(get("/orders/12/lines/3").body()).isEqualTo("line 3");

    assertThat(Recorded.awaitSpans(1).get(0).name())
        .isEqualTo("GET " + path() + "/orders/{id}/lines/{line}");
  }

  @Test
  void soIsThatOfAPlainHandler() throws Exception {
    assertThat(get("/plain/12").statusCode()).isEqualTo(200);

    assertThat(Recorded.awaitSpans(1).get(0).name()).isEqualTo("GET " + path() + "/plain/{id}");
  }

  @Test
  void allStepsRunInTheContextOfTheRequest() throws Exception {
    String seen = get("/products/later/12").body();

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("GET " + path() + "/products/later/{id}");
    assertThat(seen).isEqualTo(span.spanId() + "=" + span.spanId());
  }

  @Test
  void whatAHandlerFailsWithIsTheError() throws Exception {
    for (String path : new String[] {"/products/broken/12", "/orders/broken/12"}) {
      Recorded.clear();
      assertThat(get(path).statusCode()).isEqualTo(500);

      RecordedSpan span = Recorded.awaitSpans(1).get(0);
      assertThat(span.name()).isEqualTo("GET " + path() + path.replace("12", "{id}"));
      assertThat(span.status()).isEqualTo("ERROR");
      assertThat(span.attribute("error.type")).isEqualTo("java.lang.IllegalStateException");
      assertThat(span.attribute("http.response.status_code")).isEqualTo(500L);
    }
  }

  @Test
  void anErrorThatTheApplicationHandlesIsToldWithItsCause() throws Exception {
    assertThat(get("/products/handled/503").body()).isEqualTo("sorry");

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.attribute("error.type")).isEqualTo("java.lang.UnsupportedOperationException");
    assertThat(span.attribute("http.response.status_code")).isEqualTo(503L);
  }

  @Test
  void anExceptionThatMeansNotFoundIsNoError() throws Exception {
    assertThat(get("/products/handled/404").body()).isEqualTo("sorry");
    assertThat(get("/nowhere").statusCode()).isEqualTo(404);

    assertThat(Recorded.awaitSpans(2))
        .allSatisfy(
            span -> {
              assertThat(span.attribute("http.response.status_code")).isEqualTo(404L);
              assertThat(span.attribute("error.type")).isNull();
            });
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(base() + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
