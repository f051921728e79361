// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import io.obsagent.spi.telemetry.WeakMap;
import io.obsagent.spi.telemetry.WithoutContext;
import java.util.concurrent.CompletableFuture.AsynchronousCompletionTask;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that belong to nobody's request although a request's thread may start them: loops of
 * servers and clients, clean-up, pool fillers. With a context they would make a trace that never
 * ends, or mix up the requests that share a connection.
 */
final class IgnoredTasks {
  private static final String[] PREFIXES = {
    "com.github.benmanes.caffeine.cache.BoundedLocalCache",
    "com.mysql.cj.jdbc.AbandonedConnectionCleanupThread",
    "com.zaxxer.hikari.",
    "io.netty.util.concurrent.SingleThreadEventExecutor",
    "java.lang.VirtualThread",
    "java.util.concurrent.ThreadPoolExecutor$Worker",
    "jdk.internal.net.http.",
    "okhttp3.ConnectionPool",
    "okhttp3.internal.",
    "org.apache.tomcat.util.net.",
    "org.eclipse.jetty.io.",
    "org.eclipse.jetty.util.thread.",
    "sun.net.httpserver.",
    "sun.nio.ch."
  };

  private static final ClassValue<Boolean> IGNORED =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          return isIgnored(type);
        }
      };

  private IgnoredTasks() {}

  /** Futures around an ignored task, until they are submitted; mostly there is none. */
  private static final WeakMap<Object, Boolean> FUTURES = new WeakMap<>();

  static boolean isIgnored(Object task) {
    return IGNORED.get(task.getClass());
  }

  /** Notes that a future only wraps a task: what is ignored is ignored in it as well. */
  static void wrapped(Object future, @Nullable Object task) {
    if (task != null && isIgnored(task)) {
      FUTURES.put(future, true);
    }
  }

  /** Whether a task is a future around an ignored one. */
  static boolean isIgnoredFuture(Object task) {
    return !FUTURES.isEmpty() && FUTURES.remove(task) != null;
  }

  private static boolean isIgnored(Class<?> type) {
    // The functions in a CompletableFuture's tasks have their own context.
    if (AsynchronousCompletionTask.class.isAssignableFrom(type)
        || WithoutContext.class.isAssignableFrom(type)) {
      return true;
    }
    for (String prefix : PREFIXES) {
      if (type.getName().startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
