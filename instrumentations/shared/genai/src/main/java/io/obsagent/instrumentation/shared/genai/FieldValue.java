// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a field of JSON holds, in libraries that one generator has written, each with classes of its
 * own: read so, an answer of a server that leaves out what is required throws nothing.
 */
public final class FieldValue {
  private static final NewerGetter HELD = new NewerGetter("value", "values");

  /** Of open enumerations, which as text write their word anew. */
  private static final NewerGetter WORD = new NewerGetter("_value");

  private static final NewerGetter NOTHING = new NewerGetter("");

  /** Of what holds nothing but is a value. */
  private static final NewerGetter ITSELF = new NewerGetter("");

  private static final ClassValue<NewerGetter> GETTERS =
      new ClassValue<>() {
        @Override
        protected NewerGetter computeValue(Class<?> type) {
          return switch (type.getSimpleName()) {
            case "KnownValue", "MultipartField" -> HELD;
            case "JsonString", "JsonNumber", "JsonBoolean" -> HELD;
            case "JsonObject", "JsonArray" -> HELD;
            case "JsonMissing", "JsonNull" -> NOTHING;
            default -> WORD.isOf(type) ? WORD : ITSELF;
          };
        }
      };

  private FieldValue() {}

  /** Null for nothing; a map or a list of fields for an object or array that has no class. */
  public static @Nullable Object of(@Nullable Object holder) {
    Object held = holder;
    while (held != null && !(held instanceof String)) {
      if (held instanceof Optional<?> optional) {
        held = optional.orElse(null);
      } else {
        NewerGetter getter = GETTERS.get(held.getClass());
        if (getter == ITSELF) {
          return held;
        }
        held = getter == NOTHING ? null : getter.of(held);
      }
    }
    return held;
  }
}
