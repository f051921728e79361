// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.reactor;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.ReplaceArgument;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;

/** Advice for sources whose signals come from threads of others. */
final class SourceAdvices {
  private SourceAdvices() {}

  /** Advice for {@code subscribe}. */
  static final class Subscribe {
    private Subscribe() {}

    @ReplaceArgument(0)
    static @Nullable CoreSubscriber<?> subscriber(
        @Argument(0) @Nullable CoreSubscriber<?> subscriber) {
      Context context = Context.current();
      return subscriber == null || context == Context.root()
          ? subscriber
          : ContextSubscriber.of(subscriber, context);
    }
  }
}
