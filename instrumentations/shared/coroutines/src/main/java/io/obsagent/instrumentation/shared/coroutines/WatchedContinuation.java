// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.coroutines;

import io.obsagent.spi.advice.Guard;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import kotlin.Result;
import kotlin.ResultKt;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.CoroutineContext;
import kotlin.coroutines.jvm.internal.BaseContinuationImpl;
import kotlin.coroutines.jvm.internal.ContinuationImpl;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a suspending function and whoever goes on after it, as the continuation of a
 * function would that does nothing but call that one: dispatchers and the library itself see no
 * difference. It knows the end of the call, which the method's return is not: a function returns
 * where it suspends, and is called again to go on, by a continuation of its own, which resumes this
 * one. Thread-safe.
 *
 * @param <C> what is known of the call
 */
public final class WatchedContinuation<C> extends ContinuationImpl {
  private static final Guard GUARD = Guard.of(WatchedContinuation.class);

  /** Of these, whichever plug-in has made them. */
  private static final String AGENT = "io.obsagent.";

  private final transient Object key;
  private final transient C call;
  private final transient BiConsumer<? super C, @Nullable Throwable> end;
  private final AtomicBoolean ended = new AtomicBoolean();

  /** Who runs the function now; null while it is suspended. */
  private final transient AtomicReference<@Nullable Thread> runner =
      new AtomicReference<>(Thread.currentThread());

  /**
   * Before the function begins, on its thread.
   *
   * @param context of the coroutine while it runs
   * @param key the function, and by what it is watched
   * @param end called once; may throw
   */
  public WatchedContinuation(
      Continuation<?> after,
      CoroutineContext context,
      Object key,
      C call,
      BiConsumer<? super C, @Nullable Throwable> end) {
    super(of(after), context);
    this.key = key;
    this.call = call;
    this.end = end;
  }

  @SuppressWarnings("unchecked") // what it takes is what the function returns
  private static Continuation<Object> of(Continuation<?> after) {
    return (Continuation<Object>) after;
  }

  /**
   * The one that a function goes on with, which its own continuation has kept; null where it
   * begins, though that may be inside itself, on the thread that runs it.
   *
   * @param caller the last argument of the function
   */
  public static @Nullable WatchedContinuation<?> goesOn(@Nullable Object caller, Object key) {
    if (isOfTheAgent(caller) || !(caller instanceof BaseContinuationImpl own)) {
      return null;
    }
    Object next = own.getCompletion();
    while (isOfTheAgent(next) && next instanceof BaseContinuationImpl wrapper) {
      if (wrapper instanceof WatchedContinuation<?> first && first.key.equals(key)) {
        return first.runner.get() == Thread.currentThread() ? null : first;
      }
      next = wrapper.getCompletion();
    }
    return null;
  }

  private static boolean isOfTheAgent(@Nullable Object continuation) {
    return continuation != null && continuation.getClass().getName().startsWith(AGENT);
  }

  public C call() {
    return call;
  }

  /** This thread runs it now. */
  public void enter() {
    runner.set(Thread.currentThread());
  }

  /** It may go on elsewhere before this thread has left it. */
  public void leave() {
    runner.compareAndSet(Thread.currentThread(), null);
  }

  /** The function is over; told more than once, that counts once. */
  public void end(@Nullable Throwable thrown) {
    try {
      if (ended.compareAndSet(false, true)) {
        end.accept(call, thrown);
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
