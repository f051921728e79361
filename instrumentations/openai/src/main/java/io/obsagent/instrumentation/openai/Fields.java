// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openai;

import com.openai.core.JsonField;
import com.openai.models.ChatModel;
import com.openai.models.ResponsesModel;
import com.openai.models.chat.completions.ChatCompletion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fields read as JSON, which never throws: a compatible server may leave out what is required. */
final class Fields {
  private Fields() {}

  @SuppressWarnings("unchecked") // what is known is of the field's type
  static <T> @Nullable T orNull(JsonField<T> field) {
    return (T) field.accept(Known.INSTANCE);
  }

  static <T> List<T> orEmpty(JsonField<List<T>> field) {
    List<T> known = orNull(field);
    return known == null ? List.of() : known;
  }

  static long orUnknown(JsonField<Long> field) {
    Long known = orNull(field);
    return known == null ? -1 : known;
  }

  static double orNaN(JsonField<Double> field) {
    Double known = orNull(field);
    return known == null ? Double.NaN : known;
  }

  /**
   * The word that one of the library's open enumerations stands for. They have it, but as text they
   * write it anew; what each chat asks for is taken as it is.
   */
  static @Nullable String word(JsonField<?> field) {
    Object known = field.accept(Known.INSTANCE);
    if (known instanceof ChatModel model) {
      return orNull(model._value());
    }
    if (known instanceof ChatCompletion.ServiceTier tier) {
      return orNull(tier._value());
    }
    if (known instanceof ChatCompletion.Choice.FinishReason reason) {
      return orNull(reason._value());
    }
    return known == null ? null : known.toString();
  }

  static @Nullable String model(JsonField<ResponsesModel> field) {
    ResponsesModel model = orNull(field);
    if (model == null) {
      return null;
    }
    return model.chat().isPresent() ? model.chat().get().asString() : model.string().orElse(null);
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
