// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.anthropic;

import com.anthropic.core.JsonField;
import io.obsagent.instrumentation.shared.genai.NewerGetter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Fields read as JSON, which never throws, whatever an answer leaves out. */
final class Fields {
  private Fields() {}

  /** The value of a field of an object; null where any of them is not there. */
  static @Nullable Object value(NewerGetter getter, @Nullable Object object) {
    Object field = getter.of(object);
    return field instanceof JsonField<?> json ? json.accept(Known.INSTANCE) : null;
  }

  /** What an alternative of a union holds; null where it is another. */
  static @Nullable Object alternative(NewerGetter getter, Object union) {
    return getter.of(union) instanceof Optional<?> held ? held.orElse(null) : null;
  }

  /** A text, or the word that one of the library's open enumerations stands for. */
  static @Nullable String word(NewerGetter getter, @Nullable Object object) {
    Object value = value(getter, object);
    return value == null ? null : value.toString();
  }

  static long number(NewerGetter getter, @Nullable Object object) {
    return value(getter, object) instanceof Long number ? number : -1;
  }

  /** Gives what is known as it is, where {@code asKnown} makes an {@code Optional} each time. */
  private enum Known implements JsonField.Visitor<Object, @Nullable Object> {
    INSTANCE;

    @Override
    public Object visitKnown(Object value) {
      return value;
    }

    @Override
    public @Nullable Object visitDefault() {
      return null;
    }
  }
}
