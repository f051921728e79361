// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.feign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import feign.Feign;
import feign.RetryableException;
import feign.Retryer;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.HttpTarget;
import io.obsagent.testing.Ports;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.net.HttpURLConnection;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class FeignTest {
  private static HttpTarget target;

  @BeforeAll
  static void startTarget() {
    target = new HttpTarget();
  }

  @AfterAll
  static void stopTarget() {
    target.close();
  }

  private static Statuses statuses(String base) {
    return Feign.builder().retryer(new Retryer.Default(1, 1, 2)).target(Statuses.class, base);
  }

  @Test
  void aCallIsOneSpanNamedByTheTemplateOfItsMethod() {
    assertThat(statuses(target.uri("").toString()).get("203")).isEqualTo("hello");

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("GET /status/{code}");
    assertThat(span.attribute("url.template")).isEqualTo("/status/{code}");
    assertThat(span.attribute("url.full")).isEqualTo(target.uri("/status/203?q=1").toString());
  }

  @Test
  void eachAttemptHasTheTemplate() {
    Statuses nowhere = statuses("http://localhost:" + Ports.closed());

    assertThatThrownBy(() -> nowhere.get("200")).isInstanceOf(RetryableException.class);

    assertThat(Recorded.awaitSpans(2))
        .extracting(span -> span.attribute("url.template"))
        .containsExactly("/status/{code}", "/status/{code}");
  }

  @Test
  void anotherRequestHasNoTemplate() {
    Statuses authenticating =
        Feign.builder()
            .requestInterceptor(template -> template.header("token", token()))
            .target(Statuses.class, target.uri("").toString());

    authenticating.get("203");
    token();

    assertThat(Recorded.awaitSpans(3))
        .extracting(RecordedSpan::name)
        .containsExactlyInAnyOrder("GET", "GET /status/{code}", "GET");
  }

  private static String token() {
    try {
      URI uri = target.uri("/status/201");
      return String.valueOf(((HttpURLConnection) uri.toURL().openConnection()).getResponseCode());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
