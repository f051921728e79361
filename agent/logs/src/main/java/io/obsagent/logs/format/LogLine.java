// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.format;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a line is made of, whether it comes from the application as it logs ({@link RecordLine}) or
 * from what the agent has kept ({@link FinishedLine}).
 */
interface LogLine {
  long epochNanos();

  /** 1–24, as OpenTelemetry has it. */
  int severityNumber();

  /** The framework's word. */
  String level();

  /** Empty for the root. */
  String logger();

  /** Empty if it is not known. */
  String thread();

  String message();

  /** Empty without a span, as are the others. */
  String traceId();

  String spanId();

  int traceFlags();

  @Nullable String correlationId();

  /** Mapped context and fields, without the ids above. Values are anything. */
  Map<String, ?> attributes();

  /** A text among the attributes as it may go out. */
  default String attribute(String key, String value) {
    return value;
  }

  /** Names of markers, parted by commas; empty for none. */
  String markers();

  /** Where it was logged, if that is wanted and known. */
  default @Nullable StackTraceElement caller() {
    return null;
  }

  @Nullable String exceptionType();

  @Nullable String exceptionMessage();

  /** Writes the stack trace as a string, quotes included; only where there is a type. */
  void stackTrace(JsonBuffer out);
}
