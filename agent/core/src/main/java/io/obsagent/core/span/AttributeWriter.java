// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.span;

import io.opentelemetry.api.common.AttributeKey;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Writes an operation's attributes, leaving out those that were set on the span itself. */
public final class AttributeWriter {
  private final @Nullable Object @Nullable [] overriding;
  private final int overridingLength;
  private final @Nullable BiConsumer<AttributeKey<?>, Object> consumer;
  private int written;

  /**
   * @param overriding keys and values in turn
   * @param consumer null only to count
   */
  AttributeWriter(
      @Nullable Object @Nullable [] overriding,
      int overridingLength,
      @Nullable BiConsumer<AttributeKey<?>, Object> consumer) {
    this.overriding = overriding;
    this.overridingLength = overridingLength;
    this.consumer = consumer;
  }

  int written() {
    return written;
  }

  public void put(AttributeKey<String> key, @Nullable String value) {
    if (value != null) {
      write(key, Bounds.value(value));
    }
  }

  /** A number; negative for "not known". */
  public void put(AttributeKey<Long> key, long value) {
    if (value >= 0) {
      write(key, value);
    }
  }

  /** A number; NaN for "not known". */
  public void put(AttributeKey<Double> key, double value) {
    if (!Double.isNaN(value)) {
      write(key, value);
    }
  }

  /** An attribute whose type is known to fit its key. */
  public void writeAny(AttributeKey<?> key, Object value) {
    put(key, value instanceof String text ? Bounds.value(text) : value);
  }

  public <T> void write(AttributeKey<T> key, T value) {
    put(key, value);
  }

  private void put(AttributeKey<?> key, Object value) {
    if (overriding != null) {
      for (int i = 0; i < overridingLength; i += 2) {
        if (key.equals(overriding[i])) {
          return;
        }
      }
    }
    written++;
    if (consumer != null) {
      consumer.accept(key, value);
    }
  }
}
