// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import io.obsagent.spi.telemetry.BackgroundTasks;
import io.obsagent.spi.telemetry.HttpServerOperation;
import io.obsagent.spi.telemetry.WithoutContext;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * What goes on in a context later: a task of an event loop, or the listener of a future. Netty's
 * own are nobody's, but those by which a handler's event, or news of a future, goes to another
 * thread.
 *
 * <p>One that leads to the next one, and so on, would make a trace that never ends: once the
 * request is answered, there are at most {@link #MAX_HOPS} in a row.
 */
abstract class Continuation {
  static final int MAX_HOPS = 32;

  private static final ThreadLocal<@Nullable Continuation> RUNNING = new ThreadLocal<>();
  static final String NETTY = "io.netty.";
  static final String EVENTS = "io.netty.channel.AbstractChannelHandlerContext";
  private static final String NEWS = "io.netty.util.concurrent.DefaultPromise$";

  private static final ClassValue<Boolean> IGNORED =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          String name = type.getName();
          return name.startsWith(NETTY)
              ? !name.startsWith(EVENTS) && !name.startsWith(NEWS)
              : WithoutContext.class.isAssignableFrom(type) || BackgroundTasks.contains(name);
        }
      };

  final Object work;
  final Context context;
  private final int hops;

  /**
   * @param hops of {@link #hops()}, at most {@link #MAX_HOPS}
   */
  Continuation(Object work, Context context, int hops) {
    this.work = work;
    this.context = context;
    this.hops = hops;
  }

  /** Whether this is left as it is. */
  static boolean isIgnored(Object work) {
    return IGNORED.get(work.getClass());
  }

  /** Which in a row one is that begins to wait now. */
  static int hops() {
    Continuation running = RUNNING.get();
    return running == null || HttpServerOperation.current() != null ? 1 : running.hops + 1;
  }

  /** Whether this is running, and no request is being served. */
  static boolean isRunning(Object work) {
    Continuation running = RUNNING.get();
    return running != null && running.work == work && HttpServerOperation.current() == null;
  }

  /** Its turn has come; answers what it runs within. */
  static @Nullable Continuation begin(@Nullable Continuation continuation) {
    Continuation around = RUNNING.get();
    set(continuation);
    return around;
  }

  /** It has run, within what {@link #begin} told. */
  static void end(@Nullable Continuation around) {
    set(around);
  }

  private static void set(@Nullable Continuation continuation) {
    RUNNING.set(continuation); // where it is null, its place stays for the next one
  }
}
