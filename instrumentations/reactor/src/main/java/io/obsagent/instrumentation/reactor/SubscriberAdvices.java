// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.reactor;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.Return;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;

/** Advice for what all subscribers pass, those within operators as well. */
final class SubscriberAdvices {
  private SubscriberAdvices() {}

  /** Advice for {@code Operators.toCoreSubscriber}: most subscribe by it. */
  static final class Last {
    private Last() {}

    @OnExit
    static @Nullable CoreSubscriber<?> exit(@Return @Nullable CoreSubscriber<?> subscriber) {
      return LastSubscriber.of(subscriber);
    }
  }

  /** Advice for {@code subscribe(CoreSubscriber)}, which the compiler takes where it can. */
  static final class LastOfReactor {
    private LastOfReactor() {}

    @ReplaceArgument(0)
    static @Nullable CoreSubscriber<?> subscriber(
        @Argument(0) @Nullable CoreSubscriber<?> subscriber) {
      return LastSubscriber.of(subscriber);
    }
  }
}
