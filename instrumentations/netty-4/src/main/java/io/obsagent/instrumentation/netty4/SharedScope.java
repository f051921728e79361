// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * A context on a thread that serves many requests: what is left open within it ends with it, lest
 * the next request run in this one's trace.
 */
record SharedScope(Context before, Scope scope) implements Scope {
  static @Nullable SharedScope attach(@Nullable Context context) {
    Context before = Context.current();
    return context == null || context == before
        ? null
        : new SharedScope(before, context.makeCurrent());
  }

  /** On the thread that attached. */
  @Override
  public void close() {
    scope.close();
    if (Context.current() != before) {
      before.makeCurrent();
    }
  }
}
