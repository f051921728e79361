// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.log4j2;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.LogFields;
import org.apache.logging.log4j.core.impl.ContextDataFactory;
import org.apache.logging.log4j.util.StringMap;
import org.jspecify.annotations.Nullable;

/** Advice for the strategies that fill an event's context data. */
final class InjectorAdvices {
  private InjectorAdvices() {}

  /**
   * Advice for {@code injectContextData}. What it returns may be the thread context's own map,
   * shared by many events: only the map that the caller gave for this event is written to, else a
   * copy.
   */
  static final class Inject {
    private Inject() {}

    @OnEnter
    static @Nullable Object enter(@Argument(1) @Nullable Object reusable) {
      return reusable;
    }

    @OnExit
    static @Nullable StringMap exit(
        @Token @Nullable Object reusable, @Return @Nullable StringMap data) {
      LogFields fields = LogFields.current();
      if (fields == null || data == null) {
        return data;
      }
      if (data == reusable && !data.isFrozen()) {
        add(data, fields);
        return data;
      }
      StringMap copy = ContextDataFactory.createContextData();
      copy.putAll(data);
      add(copy, fields);
      // As Log4j's own shared maps are: an event that is used again must not clear it.
      copy.freeze();
      return copy;
    }

    private static void add(StringMap data, LogFields fields) {
      putIfAbsent(data, LogFields.TRACE_ID, fields.traceId());
      putIfAbsent(data, LogFields.SPAN_ID, fields.spanId());
      putIfAbsent(data, LogFields.TRACE_FLAGS, fields.traceFlags());
      String correlationId = fields.correlationId();
      if (correlationId != null) {
        putIfAbsent(data, LogFields.CORRELATION_ID, correlationId);
      }
    }

    private static void putIfAbsent(StringMap data, String key, String value) {
      if (!data.containsKey(key)) {
        data.putValue(key, value);
      }
    }
  }
}
