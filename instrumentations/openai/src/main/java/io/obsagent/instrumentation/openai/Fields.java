// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openai;

import com.openai.core.JsonField;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads fields that may be absent, null, or of another type than documented. */
final class Fields {
  private Fields() {}

  static <T> @Nullable T orNull(JsonField<T> field) {
    Optional<T> known = field.asKnown();
    return known.isPresent() ? known.get() : null;
  }

  static long orUnknown(JsonField<Long> field) {
    Long known = orNull(field);
    return known == null ? -1 : known;
  }

  static double orNaN(JsonField<Double> field) {
    Double known = orNull(field);
    return known == null ? Double.NaN : known;
  }
}
