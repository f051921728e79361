// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What holds for every implementation of JAX-RS, of {@code javax} or {@code jakarta}: its test
 * extends this and serves {@link JaxRsShop} on a server that is instrumented, too.
 */
@ExtendWith(AgentExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class JaxRsKit {
  private final HttpClient client = HttpClient.newHttpClient();
  private int port;

  /**
   * Starts a server on the loopback interface, with the application below {@link #prefix}.
   *
   * @param application resources and providers
   * @return its port
   */
  protected abstract int start(List<Class<?>> application) throws Exception;

  protected abstract void stop() throws Exception;

  /** Path of the application, which is part of the route. */
  protected String prefix() {
    return "/shop/api";
  }

  /** The route of what nobody serves: the mapping of the server, if it has one. */
  protected abstract String nameOfNotFound();

  @BeforeAll
  void startServer() throws Exception {
    port = start(application());
  }

  @AfterAll
  void stopServer() throws Exception {
    stop();
  }

  /** The application, of the name space that is there. */
  public static List<Class<?>> application() throws Exception {
    List<Class<?>> all =
        Twin.of(
            "JaxRsShop$Products",
            "JaxRsShop$Mapper",
            "JaxRsShop$SorryException",
            "JaxRsShop$Parts",
            "JaxRsShop$Screws",
            "JaxRsShop");
    var prepare = all.get(0).getDeclaredMethod("prepare");
    prepare.setAccessible(true);
    prepare.invoke(null);
    return all.subList(0, 2);
  }

  /** Status and body. */
  public static String get(HttpClient client, int port, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    HttpResponse<String> response =
        client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    return response.statusCode() + " " + response.body();
  }

  protected final String get(String path) throws Exception {
    return get(client, port, prefix() + path);
  }

  private RecordedSpan theSpan() {
    return Recorded.awaitSpans(1).get(0);
  }

  @Test
  void theTemplateOfTheMatchedMethodIsTheRouteWithoutItsRegularExpressions() throws Exception {
    assertThat(get("/products/12")).isEqualTo("200 product 12");
    assertThat(get("/products")).isEqualTo("200 all");

    List<RecordedSpan> spans = Recorded.awaitSpans(2);
    assertThat(spans.get(0).name()).isEqualTo("GET " + prefix() + "/products/{id}");
    assertThat(spans.get(0).attribute("http.route")).isEqualTo(prefix() + "/products/{id}");
    assertThat(spans.get(1).name()).isEqualTo("GET " + prefix() + "/products");
    assertThat(
            Recorded.metric(
                "http_requests_total{method=\"GET\",route=\""
                    + prefix()
                    + "/products/{id}\",status_code=\"200\"}"))
        .isPositive();
  }

  @Test
  void subResourcesGoOnWithTheRoute() throws Exception {
    for (int i = 0; i < 2; i++) {
      Recorded.clear();
      assertThat(get("/products/7/parts/8")).isEqualTo("200 part 8 of 7");
      assertThat(get("/products/7/parts/8/screws")).isEqualTo("200 screws of 8");

      assertThat(names())
          .isEqualTo(
              List.of(
                  "GET " + prefix() + "/products/{id}/parts/{part}",
                  "GET " + prefix() + "/products/{id}/parts/{part}/screws"));
    }
  }

  private static List<String> names() {
    return Recorded.awaitSpans(2).stream().map(RecordedSpan::name).collect(Collectors.toList());
  }

  @Test
  void whatNobodyServesHasNoRouteOfItsOwn() throws Exception {
    assertThat(get("/nowhere/12")).startsWith("404 ");

    RecordedSpan span = theSpan();
    assertThat(span.name()).isEqualTo(nameOfNotFound());
    assertThat(span.attribute("http.response.status_code")).isEqualTo(404L);
    assertThat(span.attribute("error.type")).isNull();
  }

  @Test
  void anExceptionThatNobodyMapsIsAnError() throws Exception {
    assertThat(get("/products/broken/12")).startsWith("500 ");

    RecordedSpan span = theSpan();
    assertThat(span.name()).isEqualTo("GET " + prefix() + "/products/broken/{id}");
    assertThat(span.attribute("error.type")).isEqualTo("java.lang.IllegalStateException");
    assertThat(span.attribute("http.response.status_code")).isEqualTo(500L);
  }

  @Test
  void anExceptionThatIsMappedToAServerErrorIsItsCause() throws Exception {
    assertThat(get("/products/handled/503")).isEqualTo("503 sorry");

    RecordedSpan span = theSpan();
    assertThat(span.name()).isEqualTo("GET " + prefix() + "/products/handled/{status}");
    assertThat(span.attribute("error.type")).isEqualTo(JaxRsShop.SorryException.class.getName());
    assertThat(span.status()).isEqualTo("ERROR");
  }

  @Test
  void anExceptionThatIsMappedToAnAnswerForTheClientIsNone() throws Exception {
    assertThat(get("/products/handled/404")).isEqualTo("404 sorry");

    RecordedSpan span = theSpan();
    assertThat(span.name()).isEqualTo("GET " + prefix() + "/products/handled/{status}");
    assertThat(span.attribute("error.type")).isNull();
  }

  @Test
  void anExceptionOfTheStandardIsToldWithTheStatusItStandsFor() throws Exception {
    assertThat(get("/products/refused/12")).startsWith("503 ");

    RecordedSpan span = theSpan();
    assertThat(span.name()).isEqualTo("GET " + prefix() + "/products/refused/{id}");
    assertThat((String) span.attribute("error.type")).endsWith("ServiceUnavailableException");
  }

  @Test
  void anAnswerFromAnotherThreadKeepsTheRoute() throws Exception {
    assertThat(get("/products/later/12")).isEqualTo("200 later 12");

    assertThat(theSpan().name()).isEqualTo("GET " + prefix() + "/products/later/{id}");
  }

  @Test
  void anErrorFromAnotherThreadIsTold() throws Exception {
    assertThat(get("/products/failing/12")).isEqualTo("503 sorry");

    RecordedSpan span = theSpan();
    assertThat(span.name()).isEqualTo("GET " + prefix() + "/products/failing/{id}");
    assertThat(span.attribute("error.type")).isEqualTo(JaxRsShop.SorryException.class.getName());
  }

  @Test
  void anAnswerThatDoesNotComeInTimeIsAnError() throws Exception {
    assertThat(get("/products/slow/12")).startsWith("503 ");

    RecordedSpan span = theSpan();
    assertThat(span.name()).isEqualTo("GET " + prefix() + "/products/slow/{id}");
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.attribute("http.response.status_code")).isEqualTo(503L);
  }
}
