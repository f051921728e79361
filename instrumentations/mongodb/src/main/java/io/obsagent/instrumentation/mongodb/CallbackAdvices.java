// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.mongodb;

import com.mongodb.internal.async.SingleResultCallback;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.advice.ReplaceArgument;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/** Advice for what a command waits for on its way: a server, a connection. */
final class CallbackAdvices {
  private static final Guard GUARD = Guard.of(CallbackAdvices.class);

  private CallbackAdvices() {}

  private static @Nullable SingleResultCallback<?> inContext(
      @Nullable SingleResultCallback<?> callback) {
    Context context = Context.current();
    return callback == null || context == Context.root()
        ? callback
        : new InContext<>(callback, context);
  }

  /** The callback is the first argument. */
  static final class First {
    private First() {}

    @ReplaceArgument(0)
    static @Nullable SingleResultCallback<?> callback(
        @Argument(0) @Nullable SingleResultCallback<?> callback) {
      return inContext(callback);
    }
  }

  /** The callback is the second argument. */
  static final class Second {
    private Second() {}

    @ReplaceArgument(1)
    static @Nullable SingleResultCallback<?> callback(
        @Argument(1) @Nullable SingleResultCallback<?> callback) {
      return inContext(callback);
    }
  }

  /** The callback is the third argument. */
  static final class Third {
    private Third() {}

    @ReplaceArgument(2)
    static @Nullable SingleResultCallback<?> callback(
        @Argument(2) @Nullable SingleResultCallback<?> callback) {
      return inContext(callback);
    }
  }

  private record InContext<T>(SingleResultCallback<T> callback, Context context)
      implements SingleResultCallback<T> {
    @Override
    public void onResult(@Nullable T result, @Nullable Throwable error) {
      Scope scope = GUARD.attach(context);
      try {
        callback.onResult(result, error);
      } finally {
        GUARD.close(scope);
      }
    }
  }
}
