// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.opentelemetry.context.Context;
import java.util.concurrent.Flow;

/**
 * Chunks of an answer that a library pushes to the application, in the context of the call. The
 * operation ends with the last chunk, with a failure, or when the application wants no more.
 */
public final class PushedChunks<C> implements Flow.Subscriber<C> {
  private final Flow.Subscriber<C> subscriber;
  private final GenAiOperation operation;
  private final Context context;
  private final AnswerReader<C> reader;
  private final Guard guard;

  public PushedChunks(
      Flow.Subscriber<C> subscriber, GenAiOperation operation, AnswerReader<C> reader) {
    this.subscriber = subscriber;
    this.operation = operation;
    this.context = operation.context();
    this.reader = reader;
    this.guard = reader.guard();
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    Context before = guard.exchange(context);
    try {
      subscriber.onSubscribe(new Watched(subscription, operation, reader));
    } finally {
      guard.restore(before);
    }
  }

  @Override
  public void onNext(C chunk) {
    reader.tellChunk(operation, chunk);
    Context before = guard.exchange(context);
    try {
      subscriber.onNext(chunk);
    } finally {
      guard.restore(before);
    }
  }

  @Override
  public void onError(Throwable failure) {
    reader.fail(operation, failure);
    Context before = guard.exchange(context);
    try {
      subscriber.onError(failure);
    } finally {
      guard.restore(before);
    }
  }

  @Override
  public void onComplete() {
    guard.end(operation, null);
    Context before = guard.exchange(context);
    try {
      subscriber.onComplete();
    } finally {
      guard.restore(before);
    }
  }

  private record Watched(
      Flow.Subscription subscription, GenAiOperation operation, AnswerReader<?> reader)
      implements Flow.Subscription {
    @Override
    public void request(long count) {
      subscription.request(count);
    }

    @Override
    public void cancel() {
      try {
        subscription.cancel();
      } finally {
        reader.leave(operation);
      }
    }
  }
}
