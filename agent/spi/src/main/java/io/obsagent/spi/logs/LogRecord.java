// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.logs;

import io.obsagent.spi.telemetry.LogFields;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event of the application's logging as its framework had it: nothing in it is redacted or
 * bounded yet. Made by an instrumentation on the thread that logs, of values that do not change any
 * more; whoever keeps it reads it on a thread of the agent's. Immutable.
 *
 * @param framework who logged it: {@code logback}, {@code log4j2}, {@code jul} …
 * @param epochNanos when, in nanoseconds since the epoch
 * @param severity never {@link Severity#OFF}
 * @param level the framework's own word for it: {@code WARNING}, {@code NOTICE}
 * @param logger the logger's name; empty for the root
 * @param thread the name of the thread that logged
 * @param message as the framework has formatted it; empty if there is none
 * @param template the message before its arguments were put in, if the framework tells; groups
 *     alike events
 * @param thrown the application's object: its methods are the application's code
 * @param mdc mapped context, without the agent's ids
 * @param markers names of SLF4J's and Log4j's markers
 * @param fields pairs of key and value of SLF4J 2 and of structured messages; values are the
 *     application's objects
 * @param trace ids of the span in whose context it was logged, or null
 * @param caller where it was logged, if a layout of the application's asks for that; or null
 */
public record LogRecord(
    String framework,
    long epochNanos,
    Severity severity,
    String level,
    String logger,
    String thread,
    String message,
    @Nullable String template,
    @Nullable Throwable thrown,
    Map<String, String> mdc,
    List<String> markers,
    List<Map.Entry<String, Object>> fields,
    @Nullable LogFields trace,
    @Nullable StackTraceElement caller) {

  /** Where it was logged is not known. */
  public LogRecord(
      String framework,
      long epochNanos,
      Severity severity,
      String level,
      String logger,
      String thread,
      String message,
      @Nullable String template,
      @Nullable Throwable thrown,
      Map<String, String> mdc,
      List<String> markers,
      List<Map.Entry<String, Object>> fields,
      @Nullable LogFields trace) {
    this(
        framework,
        epochNanos,
        severity,
        level,
        logger,
        thread,
        message,
        template,
        thrown,
        mdc,
        markers,
        fields,
        trace,
        null);
  }

  /** The same, logged there; itself if that is not known. */
  public LogRecord at(@Nullable StackTraceElement itsCaller) {
    if (itsCaller == null) {
      return this;
    }
    return new LogRecord(
        framework,
        epochNanos,
        severity,
        level,
        logger,
        thread,
        message,
        template,
        thrown,
        mdc,
        markers,
        fields,
        trace,
        itsCaller);
  }
}
