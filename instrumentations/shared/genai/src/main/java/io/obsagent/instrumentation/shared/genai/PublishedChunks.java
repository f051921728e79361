// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * An answer that a library asks for when somebody subscribes to it: each time a call, whose chunks
 * are {@link PushedChunks}.
 *
 * @param caller the context in which the application has got it
 */
public record PublishedChunks<C>(
    Flow.Publisher<C> source, GenAiRequest request, Context caller, AnswerReader<C> reader)
    implements Flow.Publisher<C> {
  @Override
  public void subscribe(Flow.Subscriber<? super C> subscriber) {
    Call<C> call = subscriber == null ? null : begin(subscriber);
    if (call == null) {
      source.subscribe(subscriber);
      return;
    }
    Scope scope = reader.guard().attach(call.context);
    try {
      source.subscribe(call.watched);
    } catch (Throwable failure) {
      reader.fail(call.operation, failure);
      throw failure;
    } finally {
      reader.guard().close(scope);
    }
  }

  private record Call<C>(GenAiOperation operation, Context context, Flow.Subscriber<C> watched) {}

  /** Null where nothing is to be watched. */
  @SuppressWarnings("unchecked") // it is given what it takes
  private @Nullable Call<C> begin(Flow.Subscriber<? super C> subscriber) {
    Scope scope = reader.guard().attach(caller);
    try {
      GenAiOperation operation = GenAiOperation.start(request);
      return operation == null
          ? null
          : new Call<>(
              operation,
              operation.context(),
              new PushedChunks<>((Flow.Subscriber<C>) subscriber, operation, reader));
    } catch (Throwable e) {
      reader.guard().caught(e);
      return null;
    } finally {
      reader.guard().close(scope);
    }
  }
}
