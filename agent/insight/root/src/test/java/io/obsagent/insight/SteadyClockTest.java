// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
  private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");

  private final List<String> warnings = new ArrayList<>();
  private Instant shown = START;
  private long nanos = 42;
  private final SteadyClock clock = new SteadyClock(() -> shown, () -> nanos, warnings::add);

  @Test
  void itShowsWhatTheSystemsClockShows() {
    pass(Duration.ofSeconds(15));
    assertThat(clock.instant()).isEqualTo(START.plusSeconds(15));
    shown = shown.plusSeconds(7200);
    assertThat(clock.instant()).isEqualTo(START.plusSeconds(7215));
    assertThat(clock.ahead()).isZero();
    assertThat(warnings).isEmpty();
  }

  @Test
  void setBackAnHourItGoesOnAndTellsOnce() {
    shown = shown.minusSeconds(3600);
    pass(Duration.ofSeconds(15));
    assertThat(clock.instant()).isEqualTo(START.plusSeconds(15));
    pass(Duration.ofSeconds(15));
    assertThat(clock.instant()).isEqualTo(START.plusSeconds(30));
    assertThat(clock.ahead()).isEqualTo(Duration.ofHours(1));
    assertThat(warnings).singleElement().asString().contains("set back by 3600 s");
  }

  @Test
  void setForwardAgainItIsTheSystemsClockAgain() {
    shown = shown.minusSeconds(3600);
    pass(Duration.ofSeconds(15));
    clock.instant();
    shown = shown.plusSeconds(3600);
    pass(Duration.ofSeconds(15));
    assertThat(clock.instant()).isEqualTo(START.plusSeconds(30));
    assertThat(clock.ahead()).isZero();
  }

  @Test
  void theSmallCorrectionsOfTimeServersAreNotTold() {
    shown = shown.minusMillis(500);
    assertThat(clock.instant()).isEqualTo(START);
    pass(Duration.ofSeconds(1));
    assertThat(clock.instant()).isEqualTo(START.plusMillis(500));
    assertThat(warnings).isEmpty();
  }

  private void pass(Duration time) {
    shown = shown.plus(time);
    nanos += time.toNanos();
  }
}
