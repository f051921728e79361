// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.advice;

import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.telemetry.Operation;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Stands between an instrumentation's own objects and the application. Advice is guarded by its
 * call site; a wrapper or a callback is called by the library or the application itself, and what
 * it throws would be theirs to bear. So each use of the agent in it is guarded:
 *
 * <pre>
 *   private static final Guard GUARD = Guard.of(TracedStream.class);
 *
 *   try {
 *     operation.chunk();
 *   } catch (Throwable e) {
 *     GUARD.caught(e);
 *   }
 * </pre>
 *
 * What is caught counts for the module, as a failure of its advice does. Nothing is paid where
 * nothing is thrown. A test of the build finds what is not guarded. One constant per class or
 * module; code that several modules share is given the guard of the module that it serves.
 * Thread-safe.
 */
public final class Guard {
  private static volatile Function<Class<?>, Consumer<Throwable>> accounts = Guard::logOnly;
  private static volatile UnaryOperator<Context> exchanging = Guard::exchangeByApi;

  private final Consumer<Throwable> account;

  private Guard(Consumer<Throwable> account) {
    this.account = account;
  }

  /**
   * Called by core before the first class is woven.
   *
   * @param byOwner answers where the failures of a class of an instrumentation are counted
   */
  public static void install(Function<Class<?>, Consumer<Throwable>> byOwner) {
    accounts = byOwner;
  }

  /**
   * Called by core before the first class is woven.
   *
   * @param exchange makes a context current and answers which one was so before, without the object
   *     that the API makes for it
   */
  public static void exchangeBy(UnaryOperator<Context> exchange) {
    exchanging = exchange;
  }

  /**
   * @param owner a class of the module; its package tells which one
   */
  public static Guard of(Class<?> owner) {
    return new Guard(accounts.apply(owner));
  }

  /**
   * Counts what the instrumentation's own code has thrown, never what the application or the
   * library has. Throws nothing but a ThreadDeath, which is the application's.
   */
  public void caught(Throwable failure) {
    account.accept(failure);
  }

  /** Ends an operation. */
  public void end(Operation operation, @Nullable Throwable error) {
    try {
      operation.end(error);
    } catch (Throwable e) {
      caught(e);
    }
  }

  /**
   * Makes a context current, until {@link #close}.
   *
   * @return null where that failed
   */
  public @Nullable Scope attach(Context context) {
    try {
      return context.makeCurrent();
    } catch (Throwable e) {
      caught(e);
      return null;
    }
  }

  /** Ends what {@link #attach} began, on the same thread. */
  public void close(@Nullable Scope scope) {
    if (scope != null) {
      try {
        scope.close();
      } catch (Throwable e) {
        caught(e);
      }
    }
  }

  /**
   * Makes a context current, until {@link #restore}: cheaper than {@link #attach}, for no object is
   * made, and it mends what is left open meanwhile.
   *
   * @return which one was, or null where that failed
   */
  public @Nullable Context exchange(Context context) {
    try {
      return exchanging.apply(context);
    } catch (Throwable e) {
      caught(e);
      return null;
    }
  }

  /** Makes current what was so before {@link #exchange}, on the same thread. */
  public void restore(@Nullable Context before) {
    try {
      if (before != null) {
        exchanging.apply(before);
      }
    } catch (Throwable e) {
      caught(e);
    }
  }

  /** The task, which runs in a context; in that of its thread where the agent fails. */
  public Runnable wrap(Runnable task, Context context) {
    return new InContext(this, task, context);
  }

  private record InContext(Guard guard, Runnable task, Context context) implements Runnable {
    @Override
    public void run() {
      Context before = guard.exchange(context);
      try {
        task.run();
      } finally {
        guard.restore(before);
      }
    }

    @Override
    public String toString() {
      return task.toString();
    }
  }

  /** Outside of an agent, as what follows. */
  private static Context exchangeByApi(Context context) {
    Context before = Context.current();
    if (before != context) {
      context.makeCurrent();
    }
    return before;
  }

  /** Outside of an agent, as in a test of a module's own classes. */
  private static Consumer<Throwable> logOnly(Class<?> owner) {
    return failure ->
        AgentLog.limited(
            AgentLog.Level.WARN, "guard", "instrumentation " + owner.getName() + ": " + failure);
  }
}
