// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.HeldState;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * Advice for promises. A listener stays what it is, as Netty looks at its type and takes it out
 * again by its identity: its context is kept beside it.
 */
final class ListenerAdvices {
  private static final Guard GUARD = Guard.of(ListenerAdvices.class);
  private static final HeldState<Object, WaitingListeners> WAITING =
      new HeldState<>(WaitingListeners.class);
  private static final String CLOSING = "io.netty.channel.AbstractChannel$CloseFuture";

  /** The end of a connection is nobody's: it would keep the context of who opened it. */
  private static final ClassValue<Boolean> IS_OF_CONNECTION =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          return type.getName().equals(CLOSING);
        }
      };

  private ListenerAdvices() {}

  /** For {@code addListener0}. */
  static final class Add {
    private Add() {}

    @OnEnter
    static void enter(@This Object promise, @Argument(0) Object listener) {
      Context context = Context.current();
      if (context == Context.root()
          || Continuation.isIgnored(listener)
          || IS_OF_CONNECTION.get(promise.getClass())) {
        return;
      }
      int hops = Continuation.hops();
      if (hops <= Continuation.MAX_HOPS) {
        WaitingListeners waiting = WAITING.get(promise);
        if (waiting == null) {
          waiting = WAITING.putIfAbsent(promise, new WaitingListeners());
        }
        waiting.add(listener, context, hops);
      }
    }
  }

  /** For {@code removeListener0}. */
  static final class Remove {
    private Remove() {}

    @OnEnter
    static void enter(@This Object promise, @Argument(0) Object listener) {
      WaitingListeners waiting = WAITING.get(promise);
      if (waiting != null) {
        waiting.remove(listener);
      }
    }
  }

  /**
   * For {@code notifyListener0}, on whichever thread completes the promise. Of a future that was
   * complete from the start, a listener is told at once, or by a task that has its context.
   */
  static final class Notify {
    private Notify() {}

    @OnEnter
    static @Nullable Notified enter(
        @Argument(0) io.netty.util.concurrent.Future<?> future, @Argument(1) Object listener) {
      WaitingListeners waiting = WAITING.get(future);
      Continuation its = waiting == null ? null : waiting.remove(listener);
      if (its == null
          && (Context.current() == Context.root()
              || Continuation.isIgnored(listener)
              || !(future instanceof io.netty.util.concurrent.DefaultPromise))) {
        return null;
      }
      return new Notified(
          GUARD.exchange(its == null ? Context.root() : its.context), Continuation.begin(its));
    }

    @OnExit
    static void exit(@Token @Nullable Notified notified) {
      if (notified != null) {
        Continuation.end(notified.around);
        GUARD.restore(notified.before);
      }
    }

    /** What a thread goes back to. */
    private record Notified(@Nullable Context before, @Nullable Continuation around) {}
  }
}
