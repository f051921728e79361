// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.logging;

import io.obsagent.spi.telemetry.LogFields;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The ids of a span among the mapped context of an event. */
public final class LogIds {
  private LogIds() {}

  /** Tells each id under its key. */
  public static void forEach(LogFields fields, BiConsumer<String, String> each) {
    each.accept(LogFields.TRACE_ID, fields.traceId());
    each.accept(LogFields.SPAN_ID, fields.spanId());
    each.accept(LogFields.TRACE_FLAGS, fields.traceFlags());
    String correlationId = fields.correlationId();
    if (correlationId != null) {
      each.accept(LogFields.CORRELATION_ID, correlationId);
    }
  }

  /** A copy of a mapped context with the ids added; keys of the application win. */
  public static HashMap<String, String> added(Map<String, String> mdc, LogFields fields) {
    HashMap<String, String> copy = new HashMap<>(mdc);
    forEach(fields, copy::putIfAbsent);
    return copy;
  }

  /** A copy of a mapped context without the ids that the agent has added. */
  public static Map<String, String> removed(
      @Nullable Map<String, String> mdc, @Nullable LogFields fields) {
    if (mdc == null || mdc.isEmpty()) {
      return Map.of();
    }
    Map<String, String> copy = new HashMap<>(mdc);
    if (fields != null) {
      forEach(fields, (key, value) -> copy.remove(key, value));
    }
    return copy.isEmpty() ? Map.of() : copy;
  }
}
