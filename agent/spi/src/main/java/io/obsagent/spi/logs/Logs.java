// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.logs;

import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Where the instrumentations of logging frameworks find the agent. The sink is looked for when the
 * first of them asks: a process that logs nothing loads none. Thread-safe.
 */
public final class Logs {
  private static volatile @Nullable LogSink sink;

  private Logs() {}

  /** In the place of the one that would be found, or is just being found; for tests. */
  public static synchronized void install(LogSink installed) {
    sink = installed;
  }

  /** The one that is installed, else the one registered in {@code META-INF/services}. */
  public static LogSink sink() {
    LogSink known = sink;
    return known == null ? find() : known;
  }

  /** The one that {@link #sink} has found or was given; null if nobody has asked yet. */
  public static @Nullable LogSink found() {
    return sink;
  }

  /** Ends the sink, if there is one yet: what waits in it is handed on. */
  public static void close() {
    LogSink known = sink;
    if (known != null) {
      known.close();
    }
  }

  private static synchronized LogSink find() {
    LogSink known = sink;
    if (known == null) {
      known =
          ServiceLoader.load(LogSink.class, Logs.class.getClassLoader())
              .findFirst()
              .orElseGet(Nobody::new);
      sink = known;
    }
    return known;
  }

  private static final class Nobody implements LogSink, LogSink.Source {
    @Override
    public Source source(String framework) {
      return this;
    }

    @Override
    public void register(Object context, LoggerControl control) {}

    @Override
    public boolean wants(Severity severity) {
      return false;
    }

    @Override
    public void accept(LogRecord record) {}
  }
}
