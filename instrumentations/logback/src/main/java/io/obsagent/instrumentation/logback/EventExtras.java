// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/** Markers of an event, one or, since Logback 1.3, some; and key-value pairs, since then. */
final class EventExtras {
  private static final @Nullable MethodHandle MARKERS = listGetter("getMarkerList");
  private static final @Nullable MethodHandle PAIRS = listGetter("getKeyValuePairs");

  private EventExtras() {}

  static List<String> markers(ILoggingEvent event) throws Throwable {
    if (MARKERS == null) {
      Marker marker = event.getMarker();
      return marker == null ? List.of() : List.of(marker.getName());
    }
    List<?> markers = (List<?>) MARKERS.invokeExact(event);
    if (markers == null || markers.isEmpty()) {
      return List.of();
    }
    List<String> names = new ArrayList<>(markers.size());
    for (Object marker : markers) {
      names.add(((Marker) marker).getName());
    }
    return names;
  }

  static List<Map.Entry<String, Object>> pairs(ILoggingEvent event) throws Throwable {
    List<?> pairs = PAIRS == null ? null : (List<?>) PAIRS.invokeExact(event);
    if (pairs == null || pairs.isEmpty()) {
      return List.of();
    }
    List<Map.Entry<String, Object>> fields = new ArrayList<>(pairs.size());
    for (Object pair : pairs) {
      fields.add(KeyValue.entry(pair));
    }
    return fields;
  }

  private static @Nullable MethodHandle listGetter(String name) {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(ILoggingEvent.class, name, MethodType.methodType(List.class));
    } catch (ReflectiveOperationException ofAnOlderVersion) {
      return null;
    }
  }

  /** SLF4J 2's type, which is there when there is a pair. */
  private static final class KeyValue {
    private static final MethodHandle KEY = getter("key");
    private static final MethodHandle VALUE = getter("value");

    static Map.Entry<String, Object> entry(Object pair) throws Throwable {
      Object value = (Object) VALUE.invokeExact(pair);
      return Map.entry(String.valueOf((Object) KEY.invokeExact(pair)), value == null ? "" : value);
    }

    private static MethodHandle getter(String field) {
      try {
        Class<?> type =
            Class.forName(
                "org.slf4j.event.KeyValuePair", false, ILoggingEvent.class.getClassLoader());
        return MethodHandles.publicLookup()
            .unreflectGetter(type.getField(field))
            .asType(MethodType.methodType(Object.class, Object.class));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
