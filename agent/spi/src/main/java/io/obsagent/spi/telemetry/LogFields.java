// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * What a log record is enriched with. Ids are hexadecimal, lower case, as W3C Trace Context writes
 * them.
 */
public record LogFields(
    String traceId, String spanId, String traceFlags, @Nullable String correlationId) {
  public static final String TRACE_ID = "trace_id";
  public static final String SPAN_ID = "span_id";
  public static final String TRACE_FLAGS = "trace_flags";
  public static final String CORRELATION_ID = "correlation_id";

  /** The fields of the span current on this thread, or null without one. */
  public static @Nullable LogFields current() {
    return Telemetry.provider().logFields();
  }
}
