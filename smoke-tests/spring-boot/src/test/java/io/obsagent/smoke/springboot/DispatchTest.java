// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.context.ConfigurableApplicationContext;

/** A request keeps the route of the controller that it came to, whoever goes on with it. */
@ExtendWith(AgentExtension.class)
class DispatchTest {
  private static ConfigurableApplicationContext application;
  private static String base;

  @BeforeAll
  static void start() {
    application =
        new SpringApplication(ShopApplication.class)
            .run("--server.port=0", "--server.address=127.0.0.1");
    base = "http://127.0.0.1:" + application.getEnvironment().getProperty("local.server.port");
  }

  @AfterAll
  static void stop() {
    application.close();
  }

  private static HttpResponse<String> get(String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path)).header("Accept", "text/html").build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }

  @Test
  void theVersionIsTheOneAskedFor() {
    assertThat(SpringBootVersion.getVersion()).isEqualTo(System.getProperty("library.version"));
  }

  @ParameterizedTest
  @CsvSource({
    "/page/7,     200, /page/{id}",
    "/old/8,      200, /old/{id}",
    "/fragment/9, 200, /fragment/{n}"
  })
  void aPageKeepsItsOwnRoute(String path, int status, String route) throws Exception {
    HttpResponse<String> response = get(path);

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body()).isEqualTo("fragment " + path.charAt(path.length() - 1));
    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("GET " + route);
    assertThat(span.attribute("http.route")).isEqualTo(route);
  }

  @Test
  void aPageThatFailsKeepsItsRouteOnTheErrorPage() throws Exception {
    HttpResponse<String> response = get("/broken/3");

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).contains("Whitelabel Error Page");
    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("GET /broken/{id}");
    assertThat(span.attribute("error.type")).isEqualTo("java.lang.IllegalStateException");
  }
}
