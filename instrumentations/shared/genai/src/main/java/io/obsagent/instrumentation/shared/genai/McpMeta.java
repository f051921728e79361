// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import io.obsagent.spi.telemetry.HeaderSetter;
import io.obsagent.spi.telemetry.McpOperation;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code _meta}, an object in the parameters of a request of the Model Context Protocol, in which
 * the trace goes along beside what the application has put there.
 */
public final class McpMeta {
  /** What the parameters call it. */
  public static final String NAME = "_meta";

  /** Reads what {@link #with} has written. */
  public static final TextMapGetter<Map<?, ?>> READER =
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

  private McpMeta() {}

  /**
   * A copy with the operation's context in it.
   *
   * @param own of the application, which stays as it is; what is no map is none
   */
  public static Map<String, Object> with(McpOperation operation, @Nullable Object own) {
    Map<String, Object> meta = new LinkedHashMap<>();
    if (own instanceof Map<?, ?> given) {
      given.forEach((name, value) -> meta.put(String.valueOf(name), value));
    }
    operation.inject(meta, SETTER);
    return meta;
  }
}
