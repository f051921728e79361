// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.googleadk;

import io.obsagent.instrumentation.shared.genai.ToolCall;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.opentelemetry.context.Context;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.core.SingleObserver;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tool's result, which is asked for in the context of the tool's operation and ends it. One that
 * nobody asks for ends it when it is forgotten.
 */
final class TracedResult extends Single<Map<String, Object>> {
  private static final Guard GUARD = Guard.of(TracedResult.class);

  private final Single<Map<String, Object>> source;
  private final GenAiOperation operation;
  private final Context context;

  private TracedResult(Single<Map<String, Object>> source, GenAiOperation operation) {
    this.source = source;
    this.operation = operation;
    this.context = operation.context();
  }

  static TracedResult of(Single<Map<String, Object>> source, GenAiOperation operation) {
    TracedResult traced = new TracedResult(source, operation);
    operation.endWhenCollected(traced);
    return traced;
  }

  @Override
  protected void subscribeActual(SingleObserver<? super Map<String, Object>> observer) {
    Context before = GUARD.exchange(context);
    try {
      source.subscribe(new Traced(observer, this, before));
    } finally {
      GUARD.restore(before);
    }
  }

  private static final class Traced implements SingleObserver<Map<String, Object>>, Disposable {
    private final SingleObserver<? super Map<String, Object>> observer;
    private final TracedResult result;
    private final @Nullable Context outer;
    private @Nullable Disposable subscription;

    Traced(
        SingleObserver<? super Map<String, Object>> observer,
        TracedResult result,
        @Nullable Context outer) {
      this.observer = observer;
      this.result = result;
      this.outer = outer;
    }

    private @Nullable Context toOuter() {
      return outer == null ? null : GUARD.exchange(outer);
    }

    @Override
    public void onSubscribe(Disposable source) {
      subscription = source;
      observer.onSubscribe(this);
    }

    @Override
    public void onSuccess(Map<String, Object> value) {
      try {
        ToolCall.tell(result.operation, null, value);
      } catch (Throwable e) {
        GUARD.caught(e);
      }
      GUARD.end(result.operation, null);
      Context before = toOuter();
      try {
        observer.onSuccess(value);
      } finally {
        GUARD.restore(before);
      }
    }

    @Override
    public void onError(Throwable failure) {
      GUARD.end(result.operation, failure);
      Context before = toOuter();
      try {
        observer.onError(failure);
      } finally {
        GUARD.restore(before);
      }
    }

    @Override
    public void dispose() {
      try {
        result.operation.leave();
      } catch (Throwable e) {
        GUARD.caught(e);
      }
      Disposable source = subscription;
      if (source != null) {
        source.dispose();
      }
    }

    @Override
    public boolean isDisposed() {
      Disposable source = subscription;
      return source != null && source.isDisposed();
    }
  }
}
