// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.health.HealthStatus;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgementTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0, NaN, NaN, NaN, UNKNOWN, not called in the last five minutes",
    "1, 1, NaN, NaN, NaN, HEALTHY, ''",
    "2, 2, NaN, NaN, NaN, HEALTHY, ''",
    "3, 3, NaN, NaN, NaN, UNHEALTHY, all 3 calls of the last five minutes failed",
    "4, 2, NaN, NaN, NaN, HEALTHY, ''",
    "6, 3, NaN, NaN, NaN, UNHEALTHY, 3 of 6 calls of the last five minutes failed",
    "60, 3, NaN, NaN, NaN, DEGRADED, 3 of 60 calls of the last five minutes failed",
    "60, 3, 0.01, NaN, NaN, DEGRADED, '3 of 60 calls of the last five minutes failed, usually 1.0 %'",
    "60, 3, 0.03, NaN, NaN, HEALTHY, ''",
    "100, 4, 0, NaN, NaN, HEALTHY, ''",
    "30, 2, 0, NaN, NaN, HEALTHY, ''",
    "20, 0, 0, 0.4, 0.1, DEGRADED, '95 % take up to 400 ms, usually 100 ms'",
    "20, 0, 0, 4, 1, DEGRADED, '95 % take up to 4.0 s, usually 1.0 s'",
    "20, 0, 0, 0.3, 0.1, HEALTHY, ''",
    "20, 0, 0, 0.04, 0.001, HEALTHY, ''",
    "19, 0, 0, 0.4, 0.1, HEALTHY, ''",
    "20, 0, 0, 0.4, NaN, HEALTHY, ''",
  })
  void judgesByTheLastMinutesAndByWhatIsUsual(
      long calls,
      long errors,
      double usual,
      double p95,
      double usualP95,
      HealthStatus status,
      String detail) {
    Judgement judgement = Judgement.of(calls, errors, usual, p95, usualP95);

    assertThat(judgement).isEqualTo(new Judgement(status, detail));
  }
}
