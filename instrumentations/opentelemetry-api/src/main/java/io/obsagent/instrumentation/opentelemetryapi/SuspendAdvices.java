// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.opentelemetryapi;

import io.obsagent.instrumentation.opentelemetryapi.WithSpanAdvices.Traced;
import io.obsagent.instrumentation.shared.coroutines.WatchedContinuation;
import io.obsagent.spi.advice.AllArguments;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Origin;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.ApplicationTracing;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.CoroutineContext;
import kotlin.coroutines.intrinsics.IntrinsicsKt;
import org.jspecify.annotations.Nullable;

/**
 * Advice for Kotlin's suspending functions with {@code WithSpan}. Such a method returns where it
 * suspends, and is called again to go on: by a continuation of its own, which resumes the one that
 * it was given at first. That one tells the two apart, and knows the end.
 */
final class SuspendAdvices {
  private SuspendAdvices() {}

  /** A method whose last argument is who goes on after it. */
  static final class Suspending {
    private Suspending() {}

    @OnEnter
    static @Nullable Frame enter(@Origin String origin, @AllArguments Object[] arguments) {
      Object caller = arguments[arguments.length - 1];
      WatchedContinuation<?> goingOn = WatchedContinuation.goesOn(caller, origin);
      if (goingOn != null && goingOn.call() instanceof Traced traced) {
        goingOn.enter();
        return new Frame(goingOn, ApplicationTracing.get().attach(traced.context()), false);
      }
      Traced traced = WithSpanAdvices.start(SpanMethod.of(origin), arguments);
      return traced == null || !(caller instanceof Continuation<?> after)
          ? null
          : new Frame(watched(after, origin, traced), traced.detach(), true);
    }

    private static WatchedContinuation<Traced> watched(
        Continuation<?> after, String origin, Traced traced) {
      CoroutineContext context = after.getContext().plus(new SpanElement(traced.context()));
      return new WatchedContinuation<>(after, context, origin, traced, Traced::end);
    }

    @ReplaceArgument(Argument.LAST)
    static @Nullable Object continuation(
        @Token @Nullable Frame frame, @Argument(Argument.LAST) @Nullable Object caller) {
      return frame != null && frame.first ? frame.continuation : caller;
    }

    @OnExit
    static void exit(
        @Token @Nullable Frame frame,
        @Return @Nullable Object result,
        @Thrown @Nullable Throwable thrown) {
      if (frame == null) {
        return;
      }
      frame.detach.run();
      frame.continuation.leave();
      if (thrown != null || result != IntrinsicsKt.getCOROUTINE_SUSPENDED()) {
        frame.continuation.end(thrown);
      }
    }
  }

  /**
   * What runs of a method without suspending.
   *
   * @param first whether it began here
   */
  private record Frame(WatchedContinuation<?> continuation, Runnable detach, boolean first) {}
}
