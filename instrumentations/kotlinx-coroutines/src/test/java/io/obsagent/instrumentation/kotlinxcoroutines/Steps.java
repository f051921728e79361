// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.kotlinxcoroutines;

import io.obsagent.testing.AgentContext;
import java.util.List;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.intrinsics.IntrinsicsKt;
import kotlin.coroutines.jvm.internal.SuspendLambda;
import kotlin.jvm.functions.Function2;
import kotlinx.coroutines.BuildersKt;
import kotlinx.coroutines.CoroutineDispatcher;
import kotlinx.coroutines.CoroutineScope;
import kotlinx.coroutines.DelayKt;
import kotlinx.coroutines.YieldKt;
import org.jspecify.annotations.Nullable;

/**
 * What Kotlin's compiler makes of
 *
 * <pre>
 * suspend {
 *   note("start")
 *   delay(1)
 *   note("delayed")
 *   yield()
 *   note("yielded")
 *   withContext(dispatcher) { note("within") }
 *   note("back")
 * }
 * </pre>
 */
final class Steps extends SuspendLambda
    implements Function2<CoroutineScope, Continuation<? super Unit>, Object> {
  private final List<String> seen;
  private final CoroutineDispatcher other;
  private int label;

  Steps(
      List<String> seen,
      CoroutineDispatcher other,
      @Nullable Continuation<? super Unit> completion) {
    super(2, (Continuation<Object>) (Continuation<?>) completion);
    this.seen = seen;
    this.other = other;
  }

  @Override
  public Continuation<Unit> create(@Nullable Object value, Continuation<?> completion) {
    @SuppressWarnings("unchecked")
    Continuation<? super Unit> own = (Continuation<? super Unit>) completion;
    return (Continuation<Unit>) (Continuation<?>) new Steps(seen, other, own);
  }

  @Override
  public Object invoke(CoroutineScope scope, Continuation<? super Unit> completion) {
    return ((Steps) (Object) create(scope, completion)).invokeSuspend(Unit.INSTANCE);
  }

  @Override
  protected Object invokeSuspend(Object result) {
    Object suspended = IntrinsicsKt.getCOROUTINE_SUSPENDED();
    while (true) {
      Object step = next();
      if (step == suspended || label > 4) {
        return step;
      }
    }
  }

  private Object next() {
    @SuppressWarnings("unchecked")
    Continuation<Unit> self = (Continuation<Unit>) (Continuation<?>) this;
    switch (label++) {
      case 0:
        note("start");
        return DelayKt.delay(1, self);
      case 1:
        note("delayed");
        return YieldKt.yield(self);
      case 2:
        note("yielded");
        return BuildersKt.withContext(other, (scope, completion) -> note("within"), self);
      case 3:
        return note("back");
      default:
        return Unit.INSTANCE;
    }
  }

  private Unit note(String step) {
    seen.add(step + ' ' + AgentContext.current());
    return Unit.INSTANCE;
  }
}
