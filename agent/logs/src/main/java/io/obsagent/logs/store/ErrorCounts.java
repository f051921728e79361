// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.store;

import io.obsagent.spi.logs.LogRecord;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.Metrics;

/** Counts records of ERROR and above by what was thrown and where. */
public final class ErrorCounts {
  public static final MetricDefinition ERRORS =
      MetricDefinition.counter(
              "log_errors_total",
              "Kept log records of ERROR and above, by the type of the exception and the first"
                  + " method outside of the JDK in its stack, else the logger.")
          .unit("{record}")
          .labels("error_type", "place");

  private static final int MOST_FRAMES = 100;

  private final Metrics.Counter errors;

  public ErrorCounts(Metrics metrics) {
    errors = metrics.counter(ERRORS);
  }

  /** On a thread of the agent's: asks the exception for its stack. */
  public void count(LogRecord record) {
    Throwable thrown = record.thrown();
    String type = thrown == null ? "none" : withoutNumbers(StackTraces.type(thrown));
    errors.labels(type, thrown == null ? record.logger() : place(thrown, record.logger())).add(1);
  }

  private static String place(Throwable thrown, String otherwise) {
    StackTraceElement[] trace = StackTraces.trace(thrown);
    for (int i = 0; i < trace.length && i < MOST_FRAMES; i++) {
      String type = trace[i].getClassName();
      if (!type.startsWith("java.")
          && !type.startsWith("javax.")
          && !type.startsWith("jdk.")
          && !type.startsWith("sun.")) {
        return withoutNumbers(type) + '.' + withoutNumbers(trace[i].getMethodName());
      }
    }
    return otherwise;
  }

  /** Names of generated classes and lambdas go on with a number that differs from run to run. */
  private static String withoutNumbers(String name) {
    int generated = name.indexOf("$$");
    if (generated > 0) {
      return name.substring(0, generated);
    }
    return name.startsWith("lambda$")
        ? name.substring(0, Math.max(7, name.lastIndexOf('$')))
        : name;
  }
}
