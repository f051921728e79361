// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.micrometer;

import io.micrometer.core.annotation.Counted;
import io.micrometer.core.annotation.Timed;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Origin;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.WeakMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Advice for methods with {@code Timed} and {@code Counted}, and for the aspects that see to them:
 * where the application has made one, it counts what it always did, and nobody else does.
 */
final class MeteredAdvices {
  private static final Guard GUARD = Guard.of(MeteredAdvices.class);

  /** Of all who share one Micrometer: an aspect of its own is made in whichever class loader. */
  private static final AtomicBoolean TIMED_ASPECT = WeakMap.shared(Timed.class, AtomicBoolean::new);

  private static final AtomicBoolean COUNTED_ASPECT =
      WeakMap.shared(Counted.class, AtomicBoolean::new);

  private MeteredAdvices() {}

  /** An aspect for {@code Timed} is made, or at work. */
  static final class TimedAspect {
    private TimedAspect() {}

    @OnEnter
    static void enter() {
      TIMED_ASPECT.set(true);
    }
  }

  /** An aspect for {@code Counted} is made, or at work. */
  static final class CountedAspect {
    private CountedAspect() {}

    @OnEnter
    static void enter() {
      COUNTED_ASPECT.set(true);
    }
  }

  /** A listener of Jersey's is made for a request, and times the methods of resources. */
  static final class Listener {
    private Listener() {}

    @OnEnter
    static void enter() {
      MeteredMethods.resourcesAreTimed();
    }
  }

  /** A method that is timed. */
  static final class Timing {
    private Timing() {}

    @OnEnter
    static TimedMethod.@Nullable Call enter(@Origin String origin) {
      TimedMethod method = TimedMethod.of(origin);
      return method.suspends() ? null : begin(method);
    }

    @OnExit
    static void exit(
        @Token TimedMethod.@Nullable Call call,
        @Return @Nullable Object result,
        @Thrown @Nullable Throwable thrown) {
      if (call == null) {
        return;
      }
      if (thrown == null && result instanceof CompletionStage<?> later) {
        later.whenComplete((value, failure) -> ended(call, unwrapped(failure)));
      } else {
        ended(call, thrown);
      }
    }

    static TimedMethod.@Nullable Call begin(TimedMethod method) {
      return TIMED_ASPECT.get() ? null : method.begin();
    }

    static void ended(TimedMethod.Call call, @Nullable Throwable thrown) {
      try {
        call.end(thrown, !TIMED_ASPECT.get());
      } catch (Throwable e) {
        GUARD.caught(e);
      }
    }
  }

  /** A method that is counted. */
  static final class Counting {
    private Counting() {}

    @OnEnter
    static @Nullable CountedMethod enter(@Origin String origin) {
      CountedMethod method = CountedMethod.of(origin);
      return method.suspends() || isDoneElsewhere() ? null : method;
    }

    @OnExit
    static void exit(
        @Token @Nullable CountedMethod method,
        @Return @Nullable Object result,
        @Thrown @Nullable Throwable thrown) {
      if (method == null) {
        return;
      }
      if (thrown == null && result instanceof CompletionStage<?> later) {
        later.whenComplete((value, failure) -> ended(method, unwrapped(failure)));
      } else {
        ended(method, thrown);
      }
    }

    static boolean isDoneElsewhere() {
      return COUNTED_ASPECT.get();
    }

    static void ended(CountedMethod method, @Nullable Throwable thrown) {
      try {
        if (!isDoneElsewhere()) {
          method.count(thrown);
        }
      } catch (Throwable e) {
        GUARD.caught(e);
      }
    }
  }

  static @Nullable Throwable unwrapped(@Nullable Throwable failure) {
    boolean wrapped = failure instanceof CompletionException && failure.getCause() != null;
    return wrapped ? failure.getCause() : failure;
  }
}
