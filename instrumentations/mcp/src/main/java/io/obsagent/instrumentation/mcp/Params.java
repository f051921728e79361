// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.mcp;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.modelcontextprotocol.spec.McpSchema;
import io.obsagent.instrumentation.shared.genai.McpMeta;
import io.obsagent.instrumentation.shared.genai.NewerGetter;
import io.obsagent.spi.telemetry.McpOperation;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of requests: records where they are sent, maps where they have come in. The context is
 * one entry of them, {@code _meta}, which records of older versions cannot hold; and the
 * application's own are left alone. So a record is sent as the map that it would be written as.
 */
final class Params {
  private static final NewerGetter NAME = new NewerGetter("name");
  private static final NewerGetter URI = new NewerGetter("uri");

  /** Of a record's class, how its parts are called; empty for what is no plain record. */
  private static final ClassValue<Map<String, Method>> PARTS =
      new ClassValue<>() {
        @Override
        protected Map<String, Method> computeValue(Class<?> type) {
          return parts(type);
        }
      };

  private Params() {}

  /** The sender's context. */
  static Map<?, ?> meta(@Nullable Object params) {
    return params instanceof Map<?, ?> map && map.get(McpMeta.NAME) instanceof Map<?, ?> meta
        ? meta
        : Map.of();
  }

  /** The parameters with the operation's context, or as they are where they can hold none. */
  static @Nullable Object with(McpOperation operation, @Nullable Object params) {
    Map<String, Object> copy = copy(params);
    if (copy == null) {
      return params;
    }
    copy.put(McpMeta.NAME, McpMeta.with(operation, copy.get(McpMeta.NAME)));
    return copy;
  }

  private static @Nullable Map<String, Object> copy(@Nullable Object params) {
    Map<String, Object> copy = new LinkedHashMap<>();
    if (params instanceof Map<?, ?> map) {
      map.forEach((name, value) -> copy.put(String.valueOf(name), value));
      return copy;
    }
    Map<String, Method> parts = params == null ? Map.of() : PARTS.get(params.getClass());
    if (parts.isEmpty()) {
      return null;
    }
    try {
      for (Map.Entry<String, Method> part : parts.entrySet()) {
        Object value = part.getValue().invoke(params);
        if (value != null) {
          copy.put(part.getKey(), value);
        }
      }
    } catch (ReflectiveOperationException e) {
      return null;
    }
    return copy;
  }

  private static Map<String, Method> parts(Class<?> type) {
    if (!type.isRecord()
        || !type.getName().startsWith(McpSchema.class.getName())
        || type.isAnnotationPresent(JsonTypeInfo.class)) {
      return Map.of();
    }
    Map<String, Method> parts = new LinkedHashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
      if (property == null) {
        return Map.of(); // not written by its parts, or not only
      }
      parts.put(
          property.value().isEmpty() ? component.getName() : property.value(),
          component.getAccessor());
    }
    return parts;
  }

  /** The tool or prompt that is asked for. */
  static @Nullable String name(@Nullable Object params) {
    return text(NAME.of(params));
  }

  static @Nullable String uri(@Nullable Object params) {
    return text(URI.of(params));
  }

  /** Of maps that came in, anything may be the value. */
  private static @Nullable String text(@Nullable Object value) {
    return value instanceof String text ? text : null;
  }
}
