// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.logs;

import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Where the instrumentations of logging frameworks find the agent. The sink is looked for when the
 * first of them asks: a process that logs nothing loads none. Thread-safe.
 */
public final class Logs {
  private static final LogSink NOBODY =
      new LogSink() {
        private final Source nothing =
            new Source() {
              @Override
              public boolean wants(Severity severity) {
                return false;
              }

              @Override
              public void accept(LogRecord record) {}
            };

        @Override
        public Source source(String framework) {
          return nothing;
        }

        @Override
        public void register(Object context, LoggerControl control) {}
      };

  private static volatile @Nullable LogSink sink;

  private Logs() {}

  /** In the place of the one that would be found; for tests. */
  public static void install(LogSink installed) {
    sink = installed;
  }

  /** The one that is installed, else the one registered in {@code META-INF/services}. */
  public static LogSink sink() {
    LogSink known = sink;
    return known == null ? find() : known;
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
          ServiceLoader.load(LogSink.class, Logs.class.getClassLoader()).findFirst().orElse(NOBODY);
      sink = known;
    }
    return known;
  }
}
