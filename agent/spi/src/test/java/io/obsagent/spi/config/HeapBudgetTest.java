// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class HeapBudgetTest {
  private static final long MEBI = 1L << 20;
  private static final Option<Integer> KEPT =
      Option.number("kept.memory-mb", 24, 1, 4_096, "Heap.");

  private static long bytes(String given, long heap) {
    Config config =
        new Config() {
          @Override
          public <T> T get(Option<T> option) {
            return option.parser().apply(given.isEmpty() ? option.defaultText() : given);
          }

          @Override
          public boolean isGiven(Option<?> option) {
            return !given.isEmpty();
          }

          @Override
          public <T> void onChange(Option<T> option, Consumer<T> listener) {}
        };
    return HeapBudget.bytes(config, KEPT, heap);
  }

  @Test
  void aSmallHeapGivesAPartOnly() {
    assertThat(bytes("", 4_096 * MEBI)).isEqualTo(24 * MEBI);
    assertThat(bytes("", 256 * MEBI)).isEqualTo(8 * MEBI);
    assertThat(bytes("", 16 * MEBI)).isEqualTo(2 * MEBI);
  }

  @Test
  void whoSaysHowMuchGetsIt() {
    assertThat(bytes("100", 256 * MEBI)).isEqualTo(100 * MEBI);
    assertThat(bytes("1", 256 * MEBI)).isEqualTo(MEBI);
  }
}
