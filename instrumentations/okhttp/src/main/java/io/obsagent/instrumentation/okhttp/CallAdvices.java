// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.okhttp;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.This;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.io.IOException;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Advice for calls. */
final class CallAdvices {
  private CallAdvices() {}

  /**
   * Advice for {@code enqueue}: the call runs later, perhaps started by another call's thread that
   * finishes, and so its context cannot come from the executor.
   */
  static final class Enqueue {
    private static final Guard GUARD = Guard.of(Enqueue.class);

    private Enqueue() {}

    @ReplaceArgument(0)
    static @Nullable Callback callback(@This Call call, @Argument(0) @Nullable Callback callback) {
      if (callback == null) {
        return null;
      }
      Context context = Context.current();
      RunningCall.ENQUEUED.put(call, context);
      return new ContextCallback(callback, context);
    }

    /** The application's callback, in the context of who enqueued it. */
    private record ContextCallback(Callback callback, Context context) implements Callback {
      @Override
      public void onFailure(Call call, IOException failure) {
        Scope scope = GUARD.attach(context);
        try {
          callback.onFailure(call, failure);
        } finally {
          GUARD.close(scope);
        }
      }

      @Override
      public void onResponse(Call call, Response response) throws IOException {
        Scope scope = GUARD.attach(context);
        try {
          callback.onResponse(call, response);
        } finally {
          GUARD.close(scope);
        }
      }
    }
  }
}
