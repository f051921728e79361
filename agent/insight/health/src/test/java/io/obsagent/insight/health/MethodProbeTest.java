// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MethodProbeTest {
  /** What an application may have. */
  static class Stock {
    private static final String NAME = Stock.class.getName();

    static boolean isFull() {
      return true;
    }

    static boolean isEmpty() {
      return false;
    }

    private static void silent() {}

    static Optional<String> wrong() {
      return Optional.of("7 shelves are empty");
    }

    static Optional<String> fine() {
      return Optional.empty();
    }

    boolean own() {
      return getClass() == Stock.class;
    }

    static CompletableFuture<Boolean> later() {
      return CompletableFuture.completedFuture(true);
    }

    static CompletableFuture<Optional<String>> laterWrong() {
      return CompletableFuture.supplyAsync(() -> Optional.of("late"));
    }

    static CompletableFuture<Boolean> never() {
      return new CompletableFuture<>();
    }

    static CompletableFuture<Boolean> laterThrows() {
      return CompletableFuture.failedFuture(new IllegalStateException("s3cret"));
    }

    static boolean throwing() {
      throw new IllegalArgumentException("password=s3cret");
    }

    static boolean with(int parameter) {
      return parameter > 0;
    }
  }

  /** As Kotlin compiles an object. */
  static final class Single {
    static final Single INSTANCE = new Single(true);
    private final boolean good;

    private Single(boolean good) {
      this.good = good;
    }

    boolean check() {
      return good;
    }
  }

  static final class Needy {
    Needy(String need) {
      assertThat(need).isNotEmpty();
    }

    boolean check() {
      return true;
    }
  }

  private static String ask(String target) throws IOException {
    return new MethodProbe(target).ask(null, Duration.ofSeconds(60));
  }

  @ParameterizedTest
  @CsvSource({
    "isFull, ''",
    "isEmpty, says no",
    "silent, ''",
    "wrong, 7 shelves are empty",
    "fine, ''",
    "own, ''",
    "later, ''",
    "laterWrong, late",
    "laterThrows, throws java.lang.IllegalStateException",
    "throwing, throws java.lang.IllegalArgumentException",
    "with, 'there is no such method without parameters, or no way to an object of its class'",
    "none, 'there is no such method without parameters, or no way to an object of its class'",
  })
  void aMethodTellsWhatIsWrong(String method, String wrong) throws Exception {
    assertThat(ask(Stock.NAME + '#' + method)).isEqualTo(wrong);
  }

  @Test
  void anObjectIsTheOnlyOneOrANewOne() throws Exception {
    assertThat(ask(Single.class.getName() + "#check")).isEmpty();
    assertThat(ask(Needy.class.getName() + "#check")).contains("no way to an object");
  }

  @Test
  void aStageThatNeverComesIsHeldToItsTime() {
    MethodProbe probe = new MethodProbe(Stock.NAME + "#never");
    assertThatThrownBy(() -> probe.ask(null, Duration.ofMillis(1)))
        .isInstanceOf(IOException.class)
        .hasMessage("no answer in time");
  }

  @Test
  void aClassThatIsNotThereIsToldAndMayCome() throws Exception {
    assertThat(ask("com.acme.Nowhere#check")).isEqualTo("the class is not loaded");
  }

  @ParameterizedTest
  @ValueSource(strings = {"com.acme.Stock", "#check", "com.acme.Stock#", "a b#c", "a#b#c", "a#b()"})
  void whatIsNoMethodIsRefused(String target) {
    assertThatThrownBy(() -> new MethodProbe(target))
        .hasMessage("expected a class and a method: com.acme.Stock#check");
  }
}
