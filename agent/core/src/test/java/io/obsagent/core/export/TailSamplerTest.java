// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TailSamplerTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long MILLI = 1_000_000L;

  private final Random random = new Random(11);

  @Test
  void whatFailedOrWasSlowIsAlwaysKept() {
    TailSampler none = new TailSampler(SECOND, 0, 0, 0);

    assertThat(none.decide("GET /a", MILLI, true, 5, 0)).isEqualTo("error");
    assertThat(none.decide("GET /a", SECOND, false, 5, 0)).isEqualTo("slow");
    assertThat(none.decide("GET /a", SECOND - 1, false, 5, 0)).isEqualTo("dropped");
  }

  @Test
  void ofTheRestTheShareIsKeptThatIsAskedFor() {
    TailSampler tenth = new TailSampler(SECOND, 0.1, 0, 0);
    int kept = 0;
    for (int i = 0; i < 100_000; i++) {
      kept += sampled(tenth, "GET /a", i * MILLI) ? 1 : 0;
    }

    assertThat(kept).isBetween(9_500, 10_500);
  }

  @Test
  void theSameTraceIsDecidedAlikeInEachProcess() {
    TailSampler here = new TailSampler(SECOND, 0.3, 0, 0);
    TailSampler there = new TailSampler(SECOND, 0.3, 0, 0);
    for (int i = 0; i < 1_000; i++) {
      long trace = random.nextLong();
      assertThat(here.decide("GET /a", 1, false, trace, 0))
          .isEqualTo(there.decide("POST /b", 2, false, trace, 0));
    }
  }

  @Test
  void busyRoutesShareWhatQuietOnesLeaveOfTheTarget() {
    TailSampler aimed = new TailSampler(SECOND, 1, 20, 0);
    Map<String, Integer> kept = new HashMap<>();
    // One trace a second of a quiet route, a hundred and a thousand of two busy ones, for a minute.
    for (long millis = 0; millis < 60_000; millis++) {
      long now = millis * MILLI;
      count(kept, aimed, "busiest", now);
      if (millis % 10 == 0) {
        count(kept, aimed, "busy", now);
      }
      if (millis % 1_000 == 0) {
        count(kept, aimed, "quiet", now);
      }
    }

    // After the first ten seconds: 50 of the quiet one, and half of 19 a second of each other.
    assertThat(kept.get("quiet")).isEqualTo(50);
    assertThat(kept.get("busy")).isBetween(350, 600);
    assertThat(kept.get("busiest")).isBetween(350, 600);
  }

  private void count(Map<String, Integer> kept, TailSampler sampler, String route, long now) {
    boolean sampled = sampled(sampler, route, now);
    if (sampled && now >= 10 * SECOND) {
      kept.merge(route, 1, Integer::sum);
    }
  }

  private boolean sampled(TailSampler sampler, String route, long now) {
    return sampler.decide(route, MILLI, false, random.nextLong(), now).equals("sample");
  }

  @Test
  void endlessRoutesAreOne() {
    TailSampler aimed = new TailSampler(SECOND, 1, 5, 0);
    int kept = 0;
    for (int i = 0; i < 100_000; i++) {
      kept += sampled(aimed, "GET /" + i, i * MILLI / 10) ? 1 : 0;
    }

    assertThat(kept).isLessThan(2_000);
  }
}
