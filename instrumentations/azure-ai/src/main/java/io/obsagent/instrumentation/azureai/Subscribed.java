// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.azureai;

import io.obsagent.instrumentation.shared.genai.WatchedSubscription;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.opentelemetry.context.Context;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import reactor.core.CorePublisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/** A call of a model that is made each time that somebody subscribes to its answer. */
final class Subscribed<T> extends WatchedSubscription<T> implements CoreSubscriber<T> {
  private static final Guard GUARD = Answers.READER.guard();

  private final CoreSubscriber<? super T> subscriber;
  private final GenAiOperation operation;
  private final Context context;
  private final boolean whole;

  private Subscribed(
      CoreSubscriber<? super T> subscriber,
      GenAiOperation operation,
      Context outer,
      boolean whole) {
    super(GUARD, subscriber, outer);
    this.subscriber = subscriber;
    this.operation = operation;
    this.context = operation.context();
    this.whole = whole;
  }

  /** A whole answer. */
  static <T> Mono<T> mono(Mono<T> source, Call call) {
    Context assembled = Context.current();
    return new Mono<>() {
      @Override
      public void subscribe(CoreSubscriber<? super T> subscriber) {
        to(source, call, assembled, subscriber, true);
      }
    };
  }

  /** An answer in chunks. */
  static <T> Flux<T> flux(Flux<T> source, Call call) {
    Context assembled = Context.current();
    return new Flux<>() {
      @Override
      public void subscribe(CoreSubscriber<? super T> subscriber) {
        to(source, call, assembled, subscriber, false);
      }
    };
  }

  private static <T> void to(
      CorePublisher<T> source,
      Call call,
      Context assembled,
      CoreSubscriber<? super T> subscriber,
      boolean whole) {
    begin(
        GUARD,
        assembled,
        () -> source.subscribe(subscriber),
        outer -> {
          RuntimeException refused = call.refused();
          if (refused != null) {
            return () -> Operators.error(subscriber, refused);
          }
          GenAiOperation operation = call.start();
          if (operation == null) {
            return null;
          }
          Subscribed<T> traced = new Subscribed<>(subscriber, operation, outer, whole);
          operation.endWhenCollected(traced);
          operation.context().makeCurrent();
          return () -> source.subscribe(traced);
        });
  }

  @Override
  public reactor.util.context.Context currentContext() {
    return subscriber.currentContext();
  }

  @Override
  protected Context inner() {
    return context;
  }

  @Override
  protected void arrived(T part) {
    if (whole) {
      Answers.READER.end(operation, part);
    } else {
      Answers.READER.tellChunk(operation, part);
    }
  }

  @Override
  protected void ended(@Nullable Throwable failure) {
    if (failure == null) {
      operation.end(null);
    } else {
      Answers.READER.fail(operation, failure);
    }
  }

  /** Nobody waits for a whole answer any more, or wants no more chunks. */
  @Override
  protected void left() {
    if (whole) {
      operation.end(new CancellationException("the answer was not waited for"));
    } else {
      Answers.READER.leave(operation);
    }
  }
}
