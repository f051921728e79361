// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springweb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.HttpTarget;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.http.HttpMethod;
import org.springframework.http.RequestEntity;
import org.springframework.web.client.RestTemplate;

@ExtendWith(AgentExtension.class)
class TemplatesTest {
  private static HttpTarget target;
  private final RestTemplate template = new RestTemplate();

  @BeforeAll
  static void startTarget() {
    target = new HttpTarget();
  }

  @AfterAll
  static void stopTarget() {
    target.close();
  }

  private static String url(String path) {
    return target.uri("").toString() + path;
  }

  @Test
  void aRequestIsNamedByItsTemplate() {
    assertThat(template.getForObject(url("/status/{code}?q={q}"), String.class, 203, "a b"))
        .isEqualTo("hello");

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("GET /status/{code}");
    assertThat(span.attribute("url.template")).isEqualTo("/status/{code}");
    assertThat(span.attribute("url.full")).isEqualTo(url("/status/203?q=a%20b"));
  }

  @Test
  void namesDoAsWell() {
    template.put(url("/status/{code}"), "x", Map.of("code", 200));

    assertThat(Recorded.awaitSpans(1).get(0).name()).isEqualTo("PUT /status/{code}");
  }

  @Test
  void aRequestEntityHasItsTemplate() {
    assumeThat(System.getProperty("library.version"))
        .as("until 6.0, the template is expanded before the request is sent")
        .isNotNull();

    template.exchange(
        RequestEntity.method(HttpMethod.DELETE, url("/status/{code}"), 200).build(), String.class);

    assertThat(Recorded.awaitSpans(1).get(0).name()).isEqualTo("DELETE /status/{code}");
  }

  @Test
  void aUrlWithoutExpressionsIsNoTemplate() {
    template.getForObject(url("/status/203"), String.class);
    template.getForObject(target.uri("/status/203"), String.class);

    assertThat(Recorded.awaitSpans(2))
        .allSatisfy(
            span -> {
              assertThat(span.name()).isEqualTo("GET");
              assertThat(span.attribute("url.template")).isNull();
            });
  }

  @Test
  void whatAnInterceptorSendsBeforeHasNoTemplate() {
    RestTemplate authenticating = new RestTemplate();
    authenticating
        .getInterceptors()
        .add(
            (request, body, execution) -> {
              template.getForObject(target.uri("/status/201"), String.class);
              return execution.execute(request, body);
            });

    authenticating.getForObject(url("/status/2{digit}3"), String.class, 0);

    assertThat(Recorded.awaitSpans(2))
        .extracting(RecordedSpan::name)
        .containsExactlyInAnyOrder("GET", "GET /status/2{digit}3");
  }

  @Test
  void restClientIsNamedByItsTemplate() {
    assumeThat(System.getProperty("library.version")).as("RestClient came with 6.1").isNotNull();

    assertThat(RestClientCall.get(url(""), "/status/{code}", 203)).isEqualTo("hello");

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("GET /status/{code}");
    assertThat(span.attribute("url.full")).isEqualTo(url("/status/203"));
  }
}
