// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.mcp;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.modelcontextprotocol.spec.McpSchema;
import io.obsagent.spi.telemetry.HeaderSetter;
import io.obsagent.spi.telemetry.McpOperation;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of requests: records where they are sent, maps where they have come in. The context is
 * one entry of them, {@code _meta}, which records of older versions cannot hold; and the
 * application's own are left alone. So a record is sent as the map that it would be written as.
 */
final class Params {
  private static final String META = "_meta";

  /** Of a record's class, how its parts are called; empty for what is no plain record. */
  private static final ClassValue<Map<String, Method>> PARTS =
      new ClassValue<>() {
        @Override
        protected Map<String, Method> computeValue(Class<?> type) {
          return parts(type);
        }
      };

  private Params() {}

  static final TextMapGetter<Map<?, ?>> READER =
      new TextMapGetter<>() {
        @Override
        public @Nullable String get(@Nullable Map<?, ?> meta, String name) {
          Object value = meta == null ? null : meta.get(name);
          return value instanceof String text ? text : null;
        }

        @Override
        public Iterator<String> getAll(@Nullable Map<?, ?> meta, String name) {
          String value = get(meta, name);
          return value == null ? List.<String>of().iterator() : List.of(value).iterator();
        }

        @Override
        public Iterable<String> keys(Map<?, ?> meta) {
          return List.of();
        }
      };

  private static final HeaderSetter<Map<String, Object>> SETTER =
      new HeaderSetter<>() {
        @Override
        public void set(@Nullable Map<String, Object> meta, String name, String value) {
          if (meta != null) {
            meta.put(name, value);
          }
        }

        @Override
        public void remove(Map<String, Object> meta, String name) {
          meta.remove(name);
        }
      };

  /** The sender's context. */
  static Map<?, ?> meta(@Nullable Object params) {
    return params instanceof Map<?, ?> map && map.get(META) instanceof Map<?, ?> meta
        ? meta
        : Map.of();
  }

  /** The parameters with the operation's context, or as they are where they can hold none. */
  static @Nullable Object with(McpOperation operation, @Nullable Object params) {
    Map<String, Object> copy = copy(params);
    if (copy == null) {
      return params;
    }
    Map<String, Object> meta = new LinkedHashMap<>();
    if (copy.get(META) instanceof Map<?, ?> own) {
      own.forEach((name, value) -> meta.put(String.valueOf(name), value));
    }
    operation.inject(meta, SETTER);
    copy.put(META, meta);
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
    if (params instanceof McpSchema.CallToolRequest call) {
      return call.name();
    }
    if (params instanceof McpSchema.GetPromptRequest get) {
      return get.name();
    }
    return text(params, "name");
  }

  static @Nullable String uri(@Nullable Object params) {
    return params instanceof McpSchema.ReadResourceRequest read ? read.uri() : text(params, "uri");
  }

  private static @Nullable String text(@Nullable Object params, String name) {
    return params instanceof Map<?, ?> map && map.get(name) instanceof String text ? text : null;
  }
}
