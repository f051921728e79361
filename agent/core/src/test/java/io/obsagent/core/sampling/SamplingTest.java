// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.core.testing.Fixture;
import io.obsagent.core.testing.Fixture.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplingTest {
  private final Fixture fixture = new Fixture();

  private int kept(int requests, String path) {
    int before = fixture.spans.size();
    for (int i = 0; i < requests; i++) {
      fixture.serve(new Request("GET", path)).end(null);
    }
    return fixture.spans.size() - before;
  }

  @Test
  void never_keeps_nothing_and_always_ignores_the_caller() {
    fixture.config.with("sampling.sampler", "never");
    assertThat(kept(10, "/")).isZero();
    fixture.config.change("sampling.sampler", "always");
    fixture
        .serve(
            new Request("GET", "/")
                .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00"))
        .end(null);
    assertThat(fixture.spans).hasSize(1);
  }

  @Test
  void a_ratio_keeps_its_share() {
    fixture.config.with("sampling.sampler", "parentbased_traceidratio");
    fixture.config.with("sampling.ratio", "0.25");
    assertThat(kept(20_000, "/")).isBetween(4_600, 5_400);
  }

  @Test
  void a_rate_keeps_a_burst_of_a_second_and_then_its_pace() {
    fixture.config.with("sampling.sampler", "rate-limited").with("sampling.rate", "10");
    assertThat(kept(100, "/")).isEqualTo(10);
    fixture.clock.turn(350);
    assertThat(kept(100, "/")).isEqualTo(3);
    fixture.clock.turn(60_000);
    assertThat(kept(100, "/")).isEqualTo(10);
  }

  @Test
  void rules_for_paths_come_before_the_sampler_and_change_while_running() {
    fixture.config.with("sampling.rules", "/assets/**=0,/checkout/*=1");
    fixture.config.with("sampling.sampler", "never");
    assertThat(kept(3, "/assets/a/b.css")).isZero();
    assertThat(kept(3, "/checkout/1")).isEqualTo(3);
    assertThat(kept(3, "/checkout/1/2")).isZero();
    fixture.config.change("sampling.rules", "");
    assertThat(kept(3, "/checkout/1")).isZero();
  }

  @Test
  void health_and_metrics_are_counted_but_not_traced_even_if_the_caller_is() {
    assertThat(kept(2, "/health")).isZero();
    fixture
        .serve(
            new Request("GET", "/actuator/prometheus")
                .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"))
        .end(null);
    assertThat(fixture.spans).isEmpty();
    assertThat(fixture.values("http_requests_total").values()).containsExactly(3.0);
    fixture.config.change("sampling.excluded-paths", "");
    assertThat(kept(2, "/health")).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "/health/**, /health, true",
    "/health/**, /health/live, true",
    "/health/**, /healthy, false",
    "/a/*/c, /a/b/c, true",
    "/a/*/c, /a/b/b/c, false",
    "/a/**/c, /a/b/b/c, true",
    "/a/**/c, /a/b/b/d, false",
    "**/c*, /a/b/cde, true",
    "**/c*, /a/c/de, false",
    "/*.js, /x.js, true",
    "/*.js, /x/y.js, false",
    "/*/x/**, /a/x, true",
    "/*/x/**, /a/x/y, true",
    "/a, /a/, false",
  })
  void path_patterns_match(String pattern, String path, boolean matches) {
    assertThat(PathGlobs.matches(pattern, path)).isEqualTo(matches);
  }

  @Test
  void wrong_options_say_what_is_wanted() {
    assertThatThrownBy(() -> SamplingOptions.SAMPLER.parser().apply("often"))
        .hasMessageStartingWith("expected one of always, never");
    assertThatThrownBy(() -> SamplingOptions.RATIO.parser().apply("2"))
        .hasMessage("expected a number from 0 to 1, but found 2.0");
    assertThatThrownBy(() -> SamplingOptions.RULES.parser().apply("x"))
        .hasMessage("expected path=ratio, but found 'x'");
    assertThatThrownBy(() -> SamplingOptions.EXCLUDED_PATHS.parser().apply("health"))
        .hasMessage("expected paths that start with /, not 'health'");
  }
}
