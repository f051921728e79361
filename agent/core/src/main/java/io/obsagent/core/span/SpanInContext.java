// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.span;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import org.jspecify.annotations.Nullable;

/**
 * An operation as the context that holds its span: saves an object and an array for each. Its other
 * values are those of a {@link #base} that holds no such operation, so contexts form no chain.
 */
public interface SpanInContext extends Context {
  LocalSpan localSpan();

  Context base();

  /** Where other values of a new operation's context come from. */
  static Context baseOf(Context context) {
    return context instanceof SpanInContext own ? own.base() : context;
  }

  @Override
  @SuppressWarnings("unchecked") // the span key is a key of spans
  default <V> @Nullable V get(ContextKey<V> key) {
    return key == SpanKey.KEY ? (V) localSpan() : base().get(key);
  }

  @Override
  default <V> Context with(ContextKey<V> key, V value) {
    return base().with(localSpan()).with(key, value);
  }

  /** The API's own key of the current span, which it shows to contexts only. */
  final class SpanKey {
    static final ContextKey<?> KEY = find();

    private SpanKey() {}

    private static ContextKey<?> find() {
      ContextKey<?>[] found = new ContextKey<?>[1];
      Span.getInvalid()
          .storeInContext(
              new Context() {
                @Override
                public <V> @Nullable V get(ContextKey<V> key) {
                  return null;
                }

                @Override
                public <V> Context with(ContextKey<V> key, V value) {
                  found[0] = key;
                  return this;
                }
              });
      return found[0];
    }
  }
}
