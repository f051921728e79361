// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.langchain4jmcp;

import io.obsagent.instrumentation.shared.genai.McpMeta;
import io.obsagent.instrumentation.shared.genai.NewerGetter;
import io.obsagent.instrumentation.shared.genai.PrivateField;
import io.obsagent.spi.telemetry.McpOperation;
import io.obsagent.spi.telemetry.McpRequest;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What messages say. Their parameters are maps in older versions, and objects in newer ones; the
 * client makes both for one request.
 */
final class Messages {
  private static final NewerGetter ID = new NewerGetter("getId");
  private static final NewerGetter PARAMS = new NewerGetter("getParams");
  private static final NewerGetter NAME = new NewerGetter("getName");
  private static final NewerGetter URI = new NewerGetter("getUri");
  private static final NewerGetter OWN_META = new NewerGetter("getMeta");

  private static final ClassValue<Optional<Method>> SET_META =
      new ClassValue<>() {
        @Override
        protected Optional<Method> computeValue(Class<?> type) {
          try {
            return Optional.of(type.getMethod("setMeta", Map.class));
          } catch (NoSuchMethodException older) {
            return Optional.empty();
          }
        }
      };

  private Messages() {}

  /** {@code tools/call} of the constant {@code TOOLS_CALL}. */
  static @Nullable String method(Object message) {
    return PrivateField.read(message, "method") instanceof Enum<?> method
        ? method.name().toLowerCase(Locale.ROOT).replace('_', '/')
        : null;
  }

  static McpRequest describe(McpRequest request, Object message) {
    Object params = PARAMS.of(message);
    Object name = params instanceof Map<?, ?> map ? map.get("name") : NAME.of(params);
    Object uri = params instanceof Map<?, ?> map ? map.get("uri") : URI.of(params);
    return request
        .id(ID.of(message))
        .name(name == null ? null : name.toString())
        .uri(uri == null ? null : uri.toString());
  }

  /** Writes the context where the message has a place for it. */
  @SuppressWarnings("unchecked") // the library's own map, of names
  static void inject(McpOperation operation, Object message) {
    Object params = PARAMS.of(message);
    if (params instanceof HashMap<?, ?> map) {
      ((Map<String, Object>) map).put(McpMeta.NAME, McpMeta.with(operation, map.get(McpMeta.NAME)));
    } else if (params != null && !(params instanceof Map<?, ?>)) {
      Optional<Method> setter = SET_META.get(params.getClass());
      if (setter.isPresent()) {
        try {
          setter.get().invoke(params, McpMeta.with(operation, OWN_META.of(params)));
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }
}
