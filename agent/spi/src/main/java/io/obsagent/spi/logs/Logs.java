// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.logs;

/** Where the instrumentations of logging frameworks find the agent. Thread-safe. */
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

  private static volatile LogSink sink = NOBODY;

  private Logs() {}

  /** Called by the agent before the first class is woven, and by tests. */
  public static void install(LogSink installed) {
    sink = installed;
  }

  public static LogSink sink() {
    return sink;
  }
}
