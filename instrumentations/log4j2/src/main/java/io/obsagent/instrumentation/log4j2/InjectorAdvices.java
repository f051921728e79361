// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.log4j2;

import io.obsagent.instrumentation.shared.logging.LogIds;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.LogFields;
import java.lang.ref.WeakReference;
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
    /**
     * The thread's last {@link LogFields}, and weakly, for it is the application's type, its map.
     */
    private static final ThreadLocal<@Nullable Object[]> LAST =
        ThreadLocal.withInitial(() -> new @Nullable Object[2]);

    private static final int MAX_IDS = 4;

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
      if (data == reusable && !data.isFrozen() && !hasIds(data)) {
        // Key by key it would overflow: what was copied believes in the size of the original.
        data.putAll(onlyIds(fields));
        return data;
      }
      return data.isEmpty() ? onlyIds(fields) : withIds(data, fields);
    }

    private static StringMap withIds(StringMap data, LogFields fields) {
      StringMap copy = ContextDataFactory.createContextData(data.size() + MAX_IDS);
      copy.putAll(data);
      LogIds.forEach(fields, (key, value) -> putIfAbsent(copy, key, value));
      // As Log4j's own shared maps are: an event that is used again must not clear it.
      copy.freeze();
      return copy;
    }

    /** One map for all lines of a span, as they share Log4j's own one of an empty context. */
    private static StringMap onlyIds(LogFields fields) {
      @Nullable Object[] last = LAST.get();
      if (last[0] == fields && ((WeakReference<?>) last[1]).get() instanceof StringMap ids) {
        return ids;
      }
      StringMap ids = withIds(ContextDataFactory.emptyFrozenContextData(), fields);
      last[0] = fields;
      last[1] = new WeakReference<>(ids);
      return ids;
    }

    private static boolean hasIds(StringMap data) {
      return !data.isEmpty()
          && (data.containsKey(LogFields.TRACE_ID)
              || data.containsKey(LogFields.SPAN_ID)
              || data.containsKey(LogFields.TRACE_FLAGS)
              || data.containsKey(LogFields.CORRELATION_ID));
    }

    private static void putIfAbsent(StringMap data, String key, String value) {
      if (!data.containsKey(key)) {
        data.putValue(key, value);
      }
    }
  }
}
