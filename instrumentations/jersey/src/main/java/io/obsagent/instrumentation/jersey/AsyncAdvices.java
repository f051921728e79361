// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jersey;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.telemetry.WeakMap;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/** Advice for an asynchronous response, which any thread may resume, or a time-out. */
final class AsyncAdvices {
  private static final WeakMap<Object, Context> SUSPENDED = new WeakMap<>();

  private AsyncAdvices() {}

  /** For the constructor, which runs where the request is suspended. */
  static final class Suspend {
    private Suspend() {}

    @OnExit
    static void exit(@This Object response) {
      Context context = Context.current();
      if (context != Context.root()) {
        SUSPENDED.put(response, context);
      }
    }
  }

  /** For the {@code resume} that all others call: mappers, filters and writers run in its task. */
  static final class Resume {
    private static final Guard GUARD = Guard.of(Resume.class);

    private Resume() {}

    @ReplaceArgument(0)
    static @Nullable Runnable task(@This Object response, @Argument(0) @Nullable Runnable task) {
      Context context = task == null ? null : SUSPENDED.remove(response);
      return context == null ? task : GUARD.wrap(task, context);
    }
  }
}
