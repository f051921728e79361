// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.spi.log.AgentLog;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BreakerTest {
  private static final String ADVICE = "io.obsagent.instrumentation.shelf.FindAdvice";

  /** Somewhere before the clock's value wraps around, which it may. */
  private long now = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(30);

  private final ModuleState module =
      new ModuleState(
          new ModuleDescriptor("shelf", "Shelf 1", "For this test.", true, List.of()), true);
  private final Breaker breaker = module.newBreaker("loader a", () -> now);
  private final AdviceAccount account = breaker.accountOf(ADVICE);
  private final Site site = new Site(breaker, account, "enter");
  private final List<String> log = new ArrayList<>();

  @BeforeEach
  void keepLog() {
    AgentLog.install(AgentLog.Level.OFF, (level, message, cause) -> log.add(message));
  }

  @AfterEach
  void restoreLog() {
    AgentLog.install(AgentLog.Level.WARN, (level, message, cause) -> {});
  }

  @Test
  void adviceThatAlwaysThrowsIsPutToRestAndTriedAgainAfterAMinute() {
    failOftenOverTime(Breaker.MAX_FAILURES + 1);

    assertThat(site.runs()).isFalse();
    assertThat(module.resting())
        .singleElement()
        .asString()
        .startsWith("rests for a minute in loader a after")
        .contains("broken");
    assertThat(module.restsEverywhere()).isTrue();

    advance(61);
    site.call();
    assertThat(site.runs()).isTrue();
    assertThat(module.resting()).isEmpty();
  }

  @Test
  void twentyFailuresAreNotYetTooMany() {
    failOftenOverTime(Breaker.MAX_FAILURES);
    assertThat(site.runs()).isTrue();
  }

  @Test
  void aBurstDoesNotDecide() {
    for (int i = 0; i < 1_000; i++) {
      account.failed(own());
    }
    assertThat(site.runs()).isTrue();
  }

  @Test
  void anOutsiderWhoMakesLessThanHalfOfTheCallsFailSwitchesNothingOff() {
    for (int i = 0; i < 500; i++) {
      site.call();
      site.call();
      site.call();
      account.failed(own());
      now += TimeUnit.MILLISECONDS.toNanos(100);
    }
    assertThat(site.runs()).isTrue();
  }

  @Test
  void everySecondCallThatFailsIsTooMuch() {
    for (int i = 0; i < 500; i++) {
      site.call();
      site.call();
      account.failed(own());
      now += TimeUnit.MILLISECONDS.toNanos(100);
    }
    assertThat(site.runs()).isFalse();
  }

  @Test
  void anotherLoaderGoesOn() {
    Breaker other = module.newBreaker("loader b", () -> now);
    Site there = new Site(other, other.accountOf(ADVICE), "enter");
    failOftenOverTime(Breaker.MAX_FAILURES + 1);

    assertThat(site.runs()).isFalse();
    assertThat(there.runs()).isTrue();
    assertThat(module.restsEverywhere()).isFalse();
  }

  @Test
  void aMinuteWithoutFailureEndsTheCounting() {
    account.failed(own());
    assertThat(site.target()).isNotSameAs(site.active);
    advance(61);
    for (int i = 0; i < 1_024; i++) {
      site.call();
    }
    assertThat(site.target()).isSameAs(site.active);
  }

  @Test
  void anAgentThatDoesNotLinkWithTheLibraryRestsAtOnceAndForGood() {
    account.failed(thrownIn("io.obsagent.instrumentation.shelf.X", new NoSuchMethodError("find")));
    assertThat(site.runs()).isFalse();
    assertThat(module.resting()).singleElement().asString().contains("does not link", "loader a");

    advance(10_000);
    site.call();
    assertThat(site.runs()).isFalse();
  }

  @Test
  void errorsOfADriverThatAdviceCallsAreItsOwn() {
    for (int i = 0; i < 1_000; i++) {
      account.failed(thrownIn("com.vendor.Driver", new NoSuchMethodError("old")));
      now += TimeUnit.MILLISECONDS.toNanos(50);
    }
    assertThat(site.runs()).isTrue();
    assertThat(module.errors()).isEqualTo(1_000);
  }

  @Test
  void callbacksThatFailAreHeldAgainstTheCallsOfTheModule() {
    for (int i = 0; i < 500; i++) {
      site.call();
      breaker.callbacks().failed(own());
      now += TimeUnit.MILLISECONDS.toNanos(100);
    }
    assertThat(site.runs()).isFalse();
  }

  @Test
  void theSwitchForgetsWhatTheBreakerKnew() {
    failOftenOverTime(Breaker.MAX_FAILURES + 1);
    module.switchTo(false, "switched off");
    module.switchTo(true, "");
    assertThat(site.runs()).isTrue();
  }

  @Test
  void aSwitchedOffModuleStaysOffWhateverTheBreakerSays() {
    module.switchTo(false, "switched off");
    account.failed(own());
    advance(61);
    breaker.tick();
    assertThat(site.runs()).isFalse();
  }

  @Test
  void outOfStackOrMemoryIsCountedAndNotHeldAgainstTheModule() {
    for (int i = 0; i < 1_000; i++) {
      account.failed(i % 2 == 0 ? new StackOverflowError() : new OutOfMemoryError());
      now += TimeUnit.MILLISECONDS.toNanos(50);
    }
    assertThat(site.target()).isSameAs(site.active);
    assertThat(module.errors()).isEqualTo(1_000);
  }

  @Test
  @SuppressWarnings("removal")
  void aThreadThatTheApplicationStopsStops() {
    assertThatThrownBy(() -> account.failed(new ThreadDeath())).isInstanceOf(ThreadDeath.class);
    assertThat(module.errors()).isZero();
  }

  @Test
  void aSiteLinkedLaterIsInTheStateOfAll() {
    failOftenOverTime(Breaker.MAX_FAILURES + 1);
    assertThat(new Site(breaker, account, "enter").runs()).isFalse();
  }

  /** Over a minute but the last second. */
  private void failOftenOverTime(int times) {
    for (int i = 0; i < times; i++) {
      site.call();
      account.failed(own());
      now += TimeUnit.SECONDS.toNanos(59) / times;
    }
  }

  private void advance(long seconds) {
    now += TimeUnit.SECONDS.toNanos(seconds);
  }

  private static Throwable own() {
    return thrownIn(ADVICE, new IllegalStateException("broken"));
  }

  private static Throwable thrownIn(String type, Throwable failure) {
    failure.setStackTrace(
        new StackTraceElement[] {
          new StackTraceElement("java.util.Objects", "requireNonNull", null, 1),
          new StackTraceElement(type, "enter", null, 1),
          new StackTraceElement("com.shop.Main", "main", null, 1)
        });
    return failure;
  }

  /** A site that notes whether advice runs. */
  private static final class Site {
    private boolean ran;
    private final MethodHandle active;
    private final SwitchableSite site;

    Site(Breaker breaker, AdviceAccount account, String method) {
      MethodType type = MethodType.methodType(void.class);
      try {
        active = MethodHandles.lookup().bind(this, "advice", type);
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(e);
      }
      site = new SwitchableSite(active, MethodHandles.empty(type), account);
      breaker.register(account, site, method);
    }

    void advice() {
      ran = true;
    }

    MethodHandle target() {
      return site.getTarget();
    }

    void call() {
      try {
        site.getTarget().invokeExact();
      } catch (Throwable e) {
        throw new AssertionError(e);
      }
    }

    boolean runs() {
      ran = false;
      call();
      return ran;
    }
  }
}
