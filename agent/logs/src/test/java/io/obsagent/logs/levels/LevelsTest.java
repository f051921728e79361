// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.levels;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.event.Event;
import io.obsagent.spi.logs.Severity;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LevelsTest {
  private final List<Event> events = new ArrayList<>();
  private long now;
  private final Levels levels = new Levels(() -> now, events::add);
  private final TestControl logback = new TestControl("logback");
  private final TestControl jul = new TestControl("jul");

  private void register() {
    levels.register(this, logback);
    levels.register(this, jul);
  }

  private void pass(Duration time) {
    now += time.toNanos();
    levels.tick();
  }

  @Test
  void aLevelIsSetInAllFrameworksAndFallsBackByItself() {
    register();
    logback.setLevel("com.acme", Severity.WARN);

    assertThat(levels.set("com.acme", Severity.DEBUG, "", Duration.ofMinutes(10), "127.0.0.1"))
        .isEqualTo(2);
    assertThat(logback.level("com.acme")).isEqualTo(Severity.DEBUG);
    assertThat(jul.level("com.acme")).isEqualTo(Severity.DEBUG);
    pass(Duration.ofMinutes(9));
    assertThat(logback.level("com.acme")).isEqualTo(Severity.DEBUG);
    assertThat(levels.loggers())
        .contains(
            new Levels.View(
                "com.acme", "jul", Severity.DEBUG, Severity.DEBUG, Duration.ofMinutes(1)));

    pass(Duration.ofMinutes(1));

    assertThat(logback.level("com.acme")).isEqualTo(Severity.WARN);
    assertThat(jul.level("com.acme")).isNull();
    assertThat(events.stream().map(Event::title))
        .containsExactly(
            "Level of com.acme set to DEBUG",
            "Level of com.acme fell back",
            "Level of com.acme fell back");
    assertThat(events.get(0).attributes())
        .isEqualTo(
            Map.of("logger", "com.acme", "level", "DEBUG", "for", "PT10M", "by", "127.0.0.1"));
  }

  @Test
  void theLastOneWhoAsksIsHeard() {
    register();
    levels.set("a", Severity.DEBUG, "", Duration.ofMinutes(1), "");
    levels.set("a", Severity.TRACE, "jul", null, "");
    pass(Duration.ofMinutes(2));

    assertThat(logback.level("a")).isNull();
    assertThat(jul.level("a")).isEqualTo(Severity.TRACE);
    levels.set("a", null, "", null, "");
    assertThat(jul.level("a")).isNull();
  }

  @Test
  void whatTheApplicationHasChangedMeanwhileStays() {
    register();
    pass(Duration.ofMinutes(5));
    levels.set("a", Severity.DEBUG, "", Duration.ofMinutes(1), "");
    logback.setLevel("a", Severity.ERROR);
    pass(Duration.ofMinutes(2));

    assertThat(logback.level("a")).isEqualTo(Severity.ERROR);
  }

  @Test
  void theFilesLevelsCountForEarlyAndLateContextsAndFallBackWhenTheyGo() {
    levels.register(this, logback);
    levels.configure(Map.of("", Severity.ERROR, "a", Severity.TRACE));
    levels.register(this, jul);
    levels.tick();
    for (TestControl control : List.of(logback, jul)) {
      assertThat(control.level("")).isEqualTo(Severity.ERROR);
      assertThat(control.level("a")).isEqualTo(Severity.TRACE);
    }

    levels.configure(Map.of("a", Severity.WARN));

    assertThat(logback.level("")).isEqualTo(Severity.INFO);
    assertThat(logback.level("a")).isEqualTo(Severity.WARN);
  }

  @Test
  void whatSomebodyAsksForFallsBackToTheFilesLevel() {
    register();
    levels.configure(Map.of("a", Severity.WARN));
    levels.set("a", Severity.TRACE, "", Duration.ofSeconds(30), "");
    levels.configure(Map.of("a", Severity.ERROR));
    assertThat(jul.level("a")).isEqualTo(Severity.TRACE);
    pass(Duration.ofMinutes(1));

    assertThat(jul.level("a")).isEqualTo(Severity.ERROR);
  }

  @Test
  void anApplicationThatConfiguresItsLoggingAnewWhileItStartsIsFollowed() {
    register();
    levels.configure(Map.of("a", Severity.TRACE));
    logback.setLevel("a", Severity.WARN);
    pass(Duration.ofSeconds(10));
    assertThat(logback.level("a")).isEqualTo(Severity.TRACE);

    levels.configure(Map.of());

    assertThat(logback.level("a")).isEqualTo(Severity.WARN);
  }

  @Test
  void aFrameworkThatFailsStopsNoOther() {
    register();
    logback.breaks();

    assertThat(levels.set("a", Severity.DEBUG, "", null, "")).isEqualTo(1);
    assertThat(jul.level("a")).isEqualTo(Severity.DEBUG);
  }

  @Test
  void aContextThatIsGoneIsForgotten() {
    Object owner = new Object();
    levels.register(owner, logback);
    assertThat(levels.isEmpty()).isFalse();
    WeakReference<Object> gone = new WeakReference<>(owner);
    owner = null;
    awaitGone(gone);

    assertThat(levels.isEmpty()).isTrue();
  }

  /** Its class has the loader of the application, by which there is the context. */
  @Test
  void aControlDoesNotKeepTheContextThatIsReachedByIt() {
    TestControl control = new TestControl("log4j2");
    levels.register(control, control);
    assertThat(levels.loggers()).isNotEmpty();
    WeakReference<Object> gone = new WeakReference<>(control);
    control = null;
    awaitGone(gone);

    assertThat(levels.isEmpty()).isTrue();
  }

  private static void awaitGone(WeakReference<Object> gone) {
    long from = System.nanoTime();
    while (!gone.refersTo(null)) {
      System.gc();
      assertThat(System.nanoTime() - from).isLessThan(60_000_000_000L);
    }
  }
}
