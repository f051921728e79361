// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.mutiny;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.ReplaceArgument;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.smallrye.mutiny.subscription.UniSubscriber;
import org.jspecify.annotations.Nullable;

/** Advice for sources whose signals come from threads of others. */
final class SourceAdvices {
  private SourceAdvices() {}

  /** Advice for {@code subscribe} of a Uni. */
  static final class SubscribeToUni {
    private SubscribeToUni() {}

    @ReplaceArgument(0)
    static @Nullable UniSubscriber<?> subscriber(
        @Argument(0) @Nullable UniSubscriber<?> subscriber) {
      Context context = Context.current();
      boolean nothingToDo =
          subscriber == null
              || context == Context.root()
              || subscriber instanceof ContextUniSubscriber;
      return nothingToDo ? subscriber : new ContextUniSubscriber<>(subscriber, context);
    }
  }

  /** Advice for {@code subscribe} of a Multi. */
  static final class SubscribeToMulti {
    private SubscribeToMulti() {}

    @ReplaceArgument(0)
    static @Nullable MultiSubscriber<?> subscriber(
        @Argument(0) @Nullable MultiSubscriber<?> subscriber) {
      Context context = Context.current();
      boolean nothingToDo =
          subscriber == null
              || context == Context.root()
              || subscriber instanceof ContextMultiSubscriber;
      return nothingToDo ? subscriber : new ContextMultiSubscriber<>(subscriber, context);
    }
  }
}
