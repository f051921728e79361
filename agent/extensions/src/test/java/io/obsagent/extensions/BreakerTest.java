// SPDX-License-Identifier: Apache-2.0
package io.obsagent.extensions;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.diagnostics.Problems;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BreakerTest {
  private final Breaker breaker = new Breaker("x.Processor in x.jar");

  @AfterEach
  void clear() {
    Problems.clear(Services.AREA);
  }

  @Test
  void someFailuresAreBorne() {
    for (int i = 0; i < 20; i++) {
      breaker.caught(new IllegalStateException("no"));
    }
    assertThat(breaker.allows()).isTrue();
    assertThat(Problems.all()).isEmpty();
  }

  @Test
  void afterManyItRestsAndThatIsTold() {
    for (int i = 0; i < 25; i++) {
      breaker.caught(new IllegalStateException("no"));
    }
    assertThat(breaker.allows()).isFalse();
    assertThat(Problems.all())
        .singleElement()
        .asString()
        .contains("x.Processor in x.jar failed often and rests for a minute", "no");
  }
}
