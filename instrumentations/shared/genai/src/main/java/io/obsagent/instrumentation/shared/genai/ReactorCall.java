// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import io.obsagent.spi.telemetry.GenAiContent;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.opentelemetry.context.Context;
import java.util.concurrent.CancellationException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.CorePublisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/**
 * A method that gives a publisher of Reactor: a call of the model each time that somebody
 * subscribes to it.
 *
 * @param exception of the library, which subscribers get where a budget is spent
 * @param asked what is asked of the model
 * @param said tells what that says, where it is wanted
 */
public record ReactorCall(
    GenAiRequest request,
    AnswerReader<Object> reader,
    Function<String, ? extends Throwable> exception,
    @Nullable Object asked,
    BiConsumer<GenAiContent, @Nullable Object> said) {

  /** What stands for the publisher; anything else stays as it is. */
  @SuppressWarnings("unchecked") // what comes is passed on as it came
  public @Nullable Object inPlaceOf(@Nullable Object returned) {
    Context assembled = Context.current();
    if (returned instanceof Mono<?> whole) {
      Mono<Object> source = (Mono<Object>) whole;
      return new Mono<>() {
        @Override
        public void subscribe(CoreSubscriber<? super Object> subscriber) {
          ReactorCall.this.subscribe(source, assembled, subscriber, true);
        }
      };
    }
    if (returned instanceof Flux<?> chunks) {
      Flux<Object> source = (Flux<Object>) chunks;
      return new Flux<>() {
        @Override
        public void subscribe(CoreSubscriber<? super Object> subscriber) {
          ReactorCall.this.subscribe(source, assembled, subscriber, false);
        }
      };
    }
    return returned;
  }

  private void subscribe(
      CorePublisher<Object> source,
      Context assembled,
      CoreSubscriber<? super Object> subscriber,
      boolean whole) {
    WatchedSubscription.begin(
        reader.guard(),
        assembled,
        () -> source.subscribe(subscriber),
        outer -> {
          Throwable refused = ModelCall.refused(request, exception);
          if (refused != null) {
            return () -> Operators.error(subscriber, refused);
          }
          GenAiOperation operation = GenAiOperation.start(request);
          if (operation == null) {
            return null;
          }
          GenAiContent content = operation.content();
          if (content != null) {
            said.accept(content, asked);
          }
          Watched watched = new Watched(subscriber, operation, reader, outer, whole);
          operation.endWhenCollected(watched);
          operation.context().makeCurrent();
          return () -> source.subscribe(watched);
        });
  }

  private static final class Watched extends WatchedSubscription<Object>
      implements CoreSubscriber<Object> {
    private final CoreSubscriber<? super Object> subscriber;
    private final GenAiOperation operation;
    private final Context context;
    private final AnswerReader<Object> reader;
    private final boolean whole;

    Watched(
        CoreSubscriber<? super Object> subscriber,
        GenAiOperation operation,
        AnswerReader<Object> reader,
        Context outer,
        boolean whole) {
      super(reader.guard(), subscriber, outer);
      this.subscriber = subscriber;
      this.operation = operation;
      this.context = operation.context();
      this.reader = reader;
      this.whole = whole;
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
    protected void arrived(Object part) {
      if (whole) {
        reader.end(operation, part);
      } else {
        reader.tellChunk(operation, part);
      }
    }

    @Override
    protected void ended(@Nullable Throwable failure) {
      if (failure == null) {
        operation.end(null);
      } else {
        reader.fail(operation, failure);
      }
    }

    /** Nobody waits for a whole answer any more, or wants no more chunks. */
    @Override
    protected void left() {
      if (whole) {
        operation.end(new CancellationException("the answer was not waited for"));
      } else {
        reader.leave(operation);
      }
    }
  }
}
