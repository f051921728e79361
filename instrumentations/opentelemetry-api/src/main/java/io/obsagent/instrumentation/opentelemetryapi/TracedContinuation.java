// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.opentelemetryapi;

import io.obsagent.instrumentation.opentelemetryapi.WithSpanAdvices.Traced;
import io.obsagent.spi.advice.Guard;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import kotlin.Result;
import kotlin.ResultKt;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.jvm.internal.BaseContinuationImpl;
import kotlin.coroutines.jvm.internal.ContinuationImpl;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a suspending function and whoever goes on after it, as the continuation of a
 * function would that does nothing but call that one: dispatchers and the library itself see no
 * difference, but for the span in the coroutine's context. Thread-safe.
 */
final class TracedContinuation extends ContinuationImpl {
  private static final Guard GUARD = Guard.of(TracedContinuation.class);

  private final transient String origin;
  private final transient Traced traced;
  private final AtomicBoolean ended = new AtomicBoolean();

  /** Who runs the function now; null while it is suspended. */
  private final transient AtomicReference<@Nullable Thread> runner =
      new AtomicReference<>(Thread.currentThread());

  TracedContinuation(Continuation<?> after, String origin, Traced traced) {
    super(of(after), after.getContext().plus(new SpanElement(traced.context())));
    this.origin = origin;
    this.traced = traced;
  }

  @SuppressWarnings("unchecked") // what it takes is what the function returns
  private static Continuation<Object> of(Continuation<?> after) {
    return (Continuation<Object>) after;
  }

  /**
   * The one that a function goes on with, which its own continuation has kept; null where it
   * begins, though that may be inside itself, on the thread that runs it.
   */
  static @Nullable TracedContinuation goesOn(Object caller, String origin) {
    return caller instanceof BaseContinuationImpl own
            && own.getCompletion() instanceof TracedContinuation first
            && first.origin.equals(origin)
            && first.runner.get() != Thread.currentThread()
        ? first
        : null;
  }

  /** With its span. */
  Object spanContext() {
    return traced.context();
  }

  /** This thread runs it now. */
  void enter() {
    runner.set(Thread.currentThread());
  }

  /** It may go on elsewhere before this thread has left it. */
  void leave() {
    runner.compareAndSet(Thread.currentThread(), null);
  }

  void end(@Nullable Throwable thrown) {
    try {
      if (ended.compareAndSet(false, true)) {
        traced.end(thrown);
      }
    } catch (Throwable e) {
      GUARD.caught(e);
    }
  }

  @Override
  protected @Nullable Object invokeSuspend(Object result) {
    end(result instanceof Result.Failure failure ? failure.exception : null);
    ResultKt.throwOnFailure(result);
    return result;
  }
}
