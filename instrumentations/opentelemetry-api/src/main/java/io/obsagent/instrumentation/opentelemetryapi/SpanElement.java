// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.opentelemetryapi;

import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.ApplicationTracing;
import kotlin.coroutines.AbstractCoroutineContextElement;
import kotlin.coroutines.CoroutineContext;
import kotlinx.coroutines.ThreadContextElement;
import org.jspecify.annotations.Nullable;

/** A function's span, current on a thread while that works for the function's coroutine. */
final class SpanElement extends AbstractCoroutineContextElement
    implements ThreadContextElement<@Nullable Runnable> {
  private static final Guard GUARD = Guard.of(SpanElement.class);
  private static final CoroutineContext.Key<SpanElement> KEY = new CoroutineContext.Key<>() {};

  /** Of the agent's. */
  private final Object context;

  SpanElement(Object context) {
    super(KEY);
    this.context = context;
  }

  @Override
  public @Nullable Runnable updateThreadContext(CoroutineContext coroutine) {
    try {
      return ApplicationTracing.get().attach(context);
    } catch (Throwable e) {
      GUARD.caught(e);
      return null;
    }
  }

  @Override
  public void restoreThreadContext(CoroutineContext coroutine, @Nullable Runnable detach) {
    try {
      if (detach != null) {
        detach.run();
      }
    } catch (Throwable e) {
      GUARD.caught(e);
    }
  }
}
