// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.coroutines;

import io.obsagent.spi.advice.Guard;
import io.opentelemetry.context.Context;
import kotlin.coroutines.CoroutineContext;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlin.jvm.functions.Function2;
import kotlinx.coroutines.ThreadContextElement;
import org.jspecify.annotations.Nullable;

/** A coroutine's context, current on a thread while that works for the coroutine. */
public record TraceContextElement(Context context)
    implements ThreadContextElement<@Nullable Context> {
  public static final Key<TraceContextElement> KEY = new Key<>() {};

  private static final Guard GUARD = Guard.of(TraceContextElement.class);

  @Override
  public @Nullable Context updateThreadContext(CoroutineContext coroutine) {
    return GUARD.exchange(context);
  }

  @Override
  public void restoreThreadContext(CoroutineContext coroutine, @Nullable Context before) {
    GUARD.restore(before);
  }

  @Override
  public Key<?> getKey() {
    return KEY;
  }

  @Override
  @SuppressWarnings("unchecked") // it is the key of this
  public <E extends Element> @Nullable E get(Key<E> key) {
    return key == KEY ? (E) this : null;
  }

  @Override
  public CoroutineContext minusKey(Key<?> key) {
    return key == KEY ? EmptyCoroutineContext.INSTANCE : this;
  }

  @Override
  public CoroutineContext plus(CoroutineContext other) {
    return CoroutineContext.DefaultImpls.plus(this, other);
  }

  @Override
  public <R> R fold(R initial, Function2<? super R, ? super Element, ? extends R> operation) {
    return operation.invoke(initial, this);
  }
}
