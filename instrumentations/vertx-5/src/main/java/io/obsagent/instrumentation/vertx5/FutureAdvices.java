// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.vertx5;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.advice.ReplaceArgument;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.vertx.core.Completable;
import org.jspecify.annotations.Nullable;

/** Advice for futures. */
final class FutureAdvices {
  private FutureAdvices() {}

  /**
   * For {@code addListener}, by which all that depends on a future waits for it. Who completes the
   * future may be at work for another request.
   */
  static final class Listen {
    private static final Guard GUARD = Guard.of(Listen.class);

    /** Only hand a result on, or are taken out again, and must stay what they are. */
    private static final ClassValue<Boolean> IS_OWN =
        new ClassValue<>() {
          @Override
          protected Boolean computeValue(Class<?> type) {
            return type.getName().equals("io.vertx.core.impl.future.CompositeFutureImpl")
                || type.getName().equals("io.vertx.core.impl.future.PromiseImpl");
          }
        };

    private Listen() {}

    @ReplaceArgument(0)
    static @Nullable Completable<Object> listener(
        @Argument(0) @Nullable Completable<Object> listener) {
      return listener == null || listener instanceof InContext || IS_OWN.get(listener.getClass())
          ? listener
          : new InContext(listener, Context.current());
    }

    /** A listener, in the context in which it was registered. */
    private record InContext(Completable<Object> listener, Context context)
        implements Completable<Object> {
      @Override
      public void complete(Object result, Throwable failure) {
        Scope scope = GUARD.attach(context);
        try {
          listener.complete(result, failure);
        } finally {
          GUARD.close(scope);
        }
      }
    }
  }
}
