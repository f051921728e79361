// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LogManagerWaitTest {
  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void anApplicationWithoutItsOwnLogManagerIsNotWaitedFor() {
    new LogManagerWait(false, () -> asked.incrementAndGet() > 0, 1).await();
    assertThat(asked).hasValue(0);
  }

  @Test
  void waitsUntilTheLogManagerIsThere() {
    new LogManagerWait(true, () -> asked.incrementAndGet() == 3, Long.MAX_VALUE / 2).await();
    assertThat(asked).hasValue(3);
  }

  @Test
  void patienceEnds() {
    new LogManagerWait(true, () -> asked.incrementAndGet() < 0, 1).await();
    assertThat(asked).hasValue(1);
  }
}
