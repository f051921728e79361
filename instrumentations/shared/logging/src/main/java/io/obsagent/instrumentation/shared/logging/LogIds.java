// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.logging;

import io.obsagent.spi.telemetry.LogFields;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The ids of a span among the mapped context of an event. */
public final class LogIds {
  /** The thread's last: MDC, {@link LogFields}, and the map of both. Types of the JDK and agent. */
  private static final ThreadLocal<@Nullable Object[]> LAST =
      ThreadLocal.withInitial(() -> new @Nullable Object[3]);

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

  /**
   * A plain map of a mapped context and the ids; keys of the application win. As frameworks let
   * events share a context until it changes, lines of one span under one context share this map,
   * and cost nothing.
   *
   * @param mdc another map whenever what is in it is another
   */
  @SuppressWarnings("unchecked")
  public static Map<String, String> shared(Map<String, String> mdc, LogFields fields) {
    @Nullable Object[] last = LAST.get();
    if (last[0] == mdc && last[1] == fields) {
      return (Map<String, String>) last[2];
    }
    Map<String, String> both = new HashMap<>(mdc);
    forEach(fields, both::putIfAbsent);
    last[0] = mdc;
    last[1] = fields;
    last[2] = both;
    return both;
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
