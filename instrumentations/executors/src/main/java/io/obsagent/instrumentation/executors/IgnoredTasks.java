// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import io.obsagent.spi.telemetry.WithoutContext;
import java.util.concurrent.CompletableFuture.AsynchronousCompletionTask;

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

  static boolean isIgnored(Object task) {
    return IGNORED.get(task.getClass());
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
