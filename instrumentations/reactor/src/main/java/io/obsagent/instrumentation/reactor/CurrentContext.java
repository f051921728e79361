// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.reactor;

import io.obsagent.spi.advice.Guard;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/** The thread's context around what Reactor or the application does; guarded. */
final class CurrentContext {
  private static final Guard GUARD = Guard.of(CurrentContext.class);

  private CurrentContext() {}

  /** Makes a context current, and answers for {@link #restore} which one was. */
  static @Nullable Context exchange(Context context) {
    try {
      Context before = Context.current();
      if (before != context) {
        context.makeCurrent();
      }
      return before;
    } catch (Throwable e) {
      GUARD.caught(e);
      return null;
    }
  }

  /** Makes current what was so before, whatever has been left open meanwhile. */
  static void restore(@Nullable Context before) {
    try {
      if (before != null && Context.current() != before) {
        before.makeCurrent();
      }
    } catch (Throwable e) {
      GUARD.caught(e);
    }
  }
}
