// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.ktor;

import io.obsagent.instrumentation.shared.coroutines.TraceContextElement;
import io.obsagent.spi.advice.Guard;
import kotlin.Result;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.CoroutineContext;
import kotlin.coroutines.intrinsics.IntrinsicsKt;

/** What the engine does after a request, which has ended then. */
final class RequestContinuation implements Continuation<Object> {
  private static final Guard GUARD = Guard.of(RequestContinuation.class);

  private final Continuation<Object> own;
  private final CioExchange exchange;
  private final CoroutineContext context;

  RequestContinuation(Continuation<Object> own, CioExchange exchange) {
    this.own = own;
    this.exchange = exchange;
    this.context = own.getContext().plus(new TraceContextElement(exchange.context()));
  }

  @Override
  public CoroutineContext getContext() {
    return context;
  }

  /** On a thread of the request; the engine's own dispatcher goes on, as it would without this. */
  @Override
  public void resumeWith(Object result) {
    try {
      exchange.end(result instanceof Result.Failure failure ? failure.exception : null);
    } catch (Throwable e) {
      GUARD.caught(e);
    }
    IntrinsicsKt.intercepted(own).resumeWith(result);
  }
}
