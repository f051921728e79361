// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.logging;

import io.obsagent.spi.telemetry.LogFields;
import org.jspecify.annotations.Nullable;

/**
 * Which event a thread hands to appenders just now. It may come by more than once, for the parents
 * of its logger, and what it passes may ask it for its ids: so it needs to hold none. One constant
 * per module. Thread-safe.
 *
 * <pre>
 *   enter:  Object token = UNDER_WAY.begin(event);   if (isFirst(token)) take it
 *   exit:   UNDER_WAY.end(token);
 * </pre>
 */
public final class EventUnderWay {
  private static final Object OUTERMOST = "outermost";
  private static final Object AGAIN = "again";

  /** The event, and whether it has ids of its own by now. Types of the JDK, at rest. */
  private final ThreadLocal<@Nullable Object[]> slot =
      ThreadLocal.withInitial(() -> new @Nullable Object[2]);

  /** Allocates nothing but within another event, which an appender logs. */
  public Object begin(Object event) {
    @Nullable Object[] now = slot.get();
    if (now[0] == event) {
      return AGAIN;
    }
    Object before = now[0] == null ? OUTERMOST : now.clone();
    now[0] = event;
    now[1] = null;
    return before;
  }

  /** Whether the event that has begun comes for the first time. */
  public static boolean isFirst(Object token) {
    return token != AGAIN;
  }

  /**
   * @param token of {@link #begin}; null if that failed
   */
  public void end(@Nullable Object token) {
    if (token != AGAIN) {
      @Nullable Object[] now = slot.get();
      boolean nested = token instanceof Object[];
      now[0] = nested ? ((@Nullable Object[]) token)[0] : null;
      now[1] = nested ? ((@Nullable Object[]) token)[1] : null;
    }
  }

  /** An id by its key, for an event under way that does not have ids itself; else null. */
  public @Nullable String id(Object event, String key) {
    @Nullable Object[] now = slot.get();
    LogFields fields = now[0] == event && now[1] == null ? LogFields.current() : null;
    return fields == null
        ? null
        : switch (key) {
          case LogFields.TRACE_ID -> fields.traceId();
          case LogFields.SPAN_ID -> fields.spanId();
          case LogFields.TRACE_FLAGS -> fields.traceFlags();
          case LogFields.CORRELATION_ID -> fields.correlationId();
          default -> null;
        };
  }

  /** The ids that an event under way shall have from now on; null if there are none, or it has. */
  public @Nullable LogFields toAdd(Object event) {
    @Nullable Object[] now = slot.get();
    if (now[0] != event || now[1] != null) {
      return null;
    }
    LogFields fields = LogFields.current();
    now[1] = fields;
    return fields;
  }
}
