// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.micrometer;

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
import kotlin.coroutines.Continuation;
import kotlin.coroutines.intrinsics.IntrinsicsKt;
import org.jspecify.annotations.Nullable;

/** Advice for Kotlin's suspending functions with annotations: until they are over. */
final class SuspendAdvices {
  private SuspendAdvices() {}

  /**
   * What runs of a method without suspending.
   *
   * @param first whether it began here
   */
  record Frame(WatchedContinuation<?> continuation, boolean first) {
    /** What is called now goes on; null where it begins. */
    static @Nullable Frame goingOn(@Nullable Object caller, Object key) {
      WatchedContinuation<?> known = WatchedContinuation.goesOn(caller, key);
      if (known == null) {
        return null;
      }
      known.enter();
      return new Frame(known, false);
    }

    /** What is to be called instead of the caller. */
    @Nullable Object instead(@Nullable Object caller) {
      return first ? continuation : caller;
    }

    void exit(@Nullable Object result, @Nullable Throwable thrown) {
      continuation.leave();
      if (thrown != null || result != IntrinsicsKt.getCOROUTINE_SUSPENDED()) {
        continuation.end(thrown);
      }
    }
  }

  /** A function that is timed. */
  static final class Timing {
    private Timing() {}

    @OnEnter
    static @Nullable Frame enter(@Origin String origin, @AllArguments Object[] arguments) {
      Object caller = arguments[arguments.length - 1];
      TimedMethod method = TimedMethod.of(origin);
      Frame goingOn = Frame.goingOn(caller, method);
      if (goingOn != null || !(caller instanceof Continuation<?> after)) {
        return goingOn;
      }
      TimedMethod.Call call = MeteredAdvices.Timing.begin(method);
      return call == null
          ? null
          : new Frame(
              new WatchedContinuation<>(
                  after, after.getContext(), method, call, MeteredAdvices.Timing::ended),
              true);
    }

    @ReplaceArgument(Argument.LAST)
    static @Nullable Object continuation(
        @Token @Nullable Frame frame, @Argument(Argument.LAST) @Nullable Object caller) {
      return frame == null ? caller : frame.instead(caller);
    }

    @OnExit
    static void exit(
        @Token @Nullable Frame frame,
        @Return @Nullable Object result,
        @Thrown @Nullable Throwable thrown) {
      if (frame != null) {
        frame.exit(result, thrown);
      }
    }
  }

  /** A function that is counted. */
  static final class Counting {
    private Counting() {}

    @OnEnter
    static @Nullable Frame enter(@Origin String origin, @AllArguments Object[] arguments) {
      Object caller = arguments[arguments.length - 1];
      CountedMethod method = CountedMethod.of(origin);
      Frame goingOn = Frame.goingOn(caller, method);
      if (goingOn != null || !(caller instanceof Continuation<?> after)) {
        return goingOn;
      }
      return MeteredAdvices.Counting.isDoneElsewhere()
          ? null
          : new Frame(
              new WatchedContinuation<>(
                  after, after.getContext(), method, method, MeteredAdvices.Counting::ended),
              true);
    }

    @ReplaceArgument(Argument.LAST)
    static @Nullable Object continuation(
        @Token @Nullable Frame frame, @Argument(Argument.LAST) @Nullable Object caller) {
      return frame == null ? caller : frame.instead(caller);
    }

    @OnExit
    static void exit(
        @Token @Nullable Frame frame,
        @Return @Nullable Object result,
        @Thrown @Nullable Throwable thrown) {
      if (frame != null) {
        frame.exit(result, thrown);
      }
    }
  }
}
