// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.kotlinxcoroutines;

import io.obsagent.instrumentation.shared.coroutines.TraceContextElement;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.opentelemetry.context.Context;
import kotlin.coroutines.CoroutineContext;
import org.jspecify.annotations.Nullable;

/** Advice for the context of a coroutine that is about to start. */
final class ContextAdvices {
  private ContextAdvices() {}

  /** Advice for {@code newCoroutineContext}: a child has its parent's element at first. */
  static final class Create {
    private Create() {}

    @OnExit
    static @Nullable CoroutineContext exit(@Return @Nullable CoroutineContext created) {
      Context context = Context.current();
      if (created == null || context == Context.root()) {
        return created;
      }
      TraceContextElement inherited = created.get(TraceContextElement.KEY);
      return inherited != null && inherited.context() == context
          ? created
          : created.plus(new TraceContextElement(context));
    }
  }
}
