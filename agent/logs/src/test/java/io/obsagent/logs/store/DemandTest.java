// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DemandTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Demand demand = new Demand(0);

  private int second(int number, int taken, int refused) {
    for (int i = 0; i < taken + refused; i++) {
      demand.count(i < taken);
    }
    return demand.rate(number * SECOND);
  }

  @Test
  void allAreWantedAsLongAsAllAreTaken() {
    assertThat(second(1, 90_000, 0)).isEqualTo(Demand.UNBOUNDED);
    assertThat(second(2, 90_000, 0)).isEqualTo(Demand.UNBOUNDED);
  }

  @Test
  void whatIsRefusedIsNotWantedAndAQuarterMoreIsTriedEachSecond() {
    assertThat(second(1, 16_000, 1)).isEqualTo(16_000);
    assertThat(demand.rate(SECOND + 1)).isEqualTo(16_000);
    assertThat(second(2, 16_000, 0)).isEqualTo(20_000);
    assertThat(second(3, 20_000, 0)).isEqualTo(25_000);
    assertThat(second(4, 18_000, 7_000)).isEqualTo(18_000);
  }

  @Test
  void theMemoryHasItsRecordsEvenIfNobodyElseTakesAny() {
    assertThat(second(1, 0, 50_000)).isEqualTo(Demand.LEAST);
    assertThat(second(2, 0, 50_000)).isEqualTo(Demand.LEAST);
  }

  @Test
  void inTheEndAllAreWantedAgain() {
    second(1, 0, 1);
    for (int i = 2; i < 70; i++) {
      second(i, 1, 0);
    }

    assertThat(demand.rate(70 * SECOND)).isEqualTo(Demand.UNBOUNDED);
  }
}
