// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.langchain4j;

import io.obsagent.instrumentation.shared.genai.AnswerReader;
import io.obsagent.instrumentation.shared.genai.PushedChunks;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** An answer that is asked for when somebody subscribes to it: each time a call. */
record TracedPublisher(Flow.Publisher<Object> source, GenAiRequest request, Context caller)
    implements Flow.Publisher<Object> {
  private static final AnswerReader<Object> READER = Answers.READER;

  @Override
  public void subscribe(Flow.Subscriber<? super Object> subscriber) {
    Call call = subscriber == null ? null : begin(subscriber);
    if (call == null) {
      source.subscribe(subscriber);
      return;
    }
    Scope scope = READER.guard().attach(call.context);
    try {
      source.subscribe(call.watched);
    } catch (Throwable failure) {
      READER.fail(call.operation, failure);
      throw failure;
    } finally {
      READER.guard().close(scope);
    }
  }

  private record Call(GenAiOperation operation, Context context, Flow.Subscriber<Object> watched) {}

  /** Null where nothing is to be watched. */
  @SuppressWarnings("unchecked") // it is given what it takes
  private @Nullable Call begin(Flow.Subscriber<? super Object> subscriber) {
    Scope scope = READER.guard().attach(caller);
    try {
      GenAiOperation operation = GenAiOperation.start(request);
      return operation == null
          ? null
          : new Call(
              operation,
              operation.context(),
              new PushedChunks<>((Flow.Subscriber<Object>) subscriber, operation, READER));
    } catch (Throwable e) {
      READER.guard().caught(e);
      return null;
    } finally {
      READER.guard().close(scope);
    }
  }
}
