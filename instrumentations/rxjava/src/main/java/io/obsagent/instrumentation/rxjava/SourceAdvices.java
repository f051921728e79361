// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.rxjava;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.ReplaceArgument;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/** Advice for sources whose signals come from threads of others. */
final class SourceAdvices {
  private SourceAdvices() {}

  /** Advice for {@code subscribeActual} of RxJava 2, with an observer of one of five kinds. */
  static final class Subscribe2 {
    private Subscribe2() {}

    @ReplaceArgument(0)
    static @Nullable Object observer(@Argument(0) @Nullable Object observer) {
      Context context = Context.current();
      return observer == null || context == Context.root()
          ? observer
          : ContextObserver2.of(observer, context);
    }
  }

  /** The same for RxJava 3. */
  static final class Subscribe3 {
    private Subscribe3() {}

    @ReplaceArgument(0)
    static @Nullable Object observer(@Argument(0) @Nullable Object observer) {
      Context context = Context.current();
      return observer == null || context == Context.root()
          ? observer
          : ContextObserver3.of(observer, context);
    }
  }
}
