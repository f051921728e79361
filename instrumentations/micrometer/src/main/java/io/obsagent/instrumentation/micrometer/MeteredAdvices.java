// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.micrometer;

import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Origin;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Advice for methods with {@code Timed} and {@code Counted}, and for the aspects that see to them:
 * where the application has made one, it counts what it always did, and nobody else does.
 */
final class MeteredAdvices {
  private static final Guard GUARD = Guard.of(MeteredAdvices.class);

  /** Of this class loader. */
  private static volatile boolean hasTimedAspect;

  private static volatile boolean hasCountedAspect;

  private MeteredAdvices() {}

  /** An aspect for {@code Timed} is made, or at work. */
  static final class TimedAspect {
    private TimedAspect() {}

    @OnEnter
    static void enter() {
      hasTimedAspect = true;
    }
  }

  /** An aspect for {@code Counted} is made, or at work. */
  static final class CountedAspect {
    private CountedAspect() {}

    @OnEnter
    static void enter() {
      hasCountedAspect = true;
    }
  }

  /** A method that is timed. */
  static final class Timing {
    private Timing() {}

    @OnEnter
    static TimedMethod.@Nullable Call enter(@Origin String origin) {
      return hasTimedAspect ? null : TimedMethod.of(origin).begin();
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

    private static void ended(TimedMethod.Call call, @Nullable Throwable thrown) {
      try {
        call.end(thrown, !hasTimedAspect);
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
      return hasCountedAspect ? null : CountedMethod.of(origin);
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

    private static void ended(CountedMethod method, @Nullable Throwable thrown) {
      try {
        if (!hasCountedAspect) {
          method.count(thrown);
        }
      } catch (Throwable e) {
        GUARD.caught(e);
      }
    }
  }

  private static @Nullable Throwable unwrapped(@Nullable Throwable failure) {
    boolean wrapped = failure instanceof CompletionException && failure.getCause() != null;
    return wrapped ? failure.getCause() : failure;
  }
}
