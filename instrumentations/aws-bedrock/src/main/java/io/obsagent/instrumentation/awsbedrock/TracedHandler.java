// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awsbedrock;

import io.obsagent.instrumentation.shared.genai.AnswerBody;
import io.obsagent.instrumentation.shared.genai.AnswerReader;
import io.obsagent.instrumentation.shared.genai.NewerGetter;
import io.obsagent.instrumentation.shared.genai.StandIn;
import io.obsagent.instrumentation.shared.genai.WatchedSubscription;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.opentelemetry.context.Context;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import software.amazon.awssdk.awscore.eventstream.EventStreamResponseHandler;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.async.SdkPublisher;

/**
 * The application's handler of a stream, in the context of the call, whichever type of handler it
 * is. What failed is told by the future of the call: an attempt may fail and another one follow.
 */
final class TracedHandler extends StandIn {
  private static final NewerGetter BYTES = new NewerGetter("bytes");

  private final GenAiOperation operation;
  private final Context context;
  private final AnswerReader<Object> reader;
  private @Nullable AnswerBody body;

  /** What the application has been told of: what it cancels then has failed, and is not left. */
  private volatile @Nullable Throwable failed;

  private TracedHandler(Object handler, GenAiOperation operation) {
    super(handler);
    this.operation = operation;
    this.context = operation.context();
    this.reader = new AnswerReader<>(Answers.GUARD, this::tell, Answers::tellFailure);
  }

  /** As it is, if it is of no kind that is known. */
  static @Nullable Object inPlaceOf(@Nullable Object handler, @Nullable GenAiOperation operation) {
    Class<?> kind = kindOf(handler, EventStreamResponseHandler.class);
    return kind == null || operation == null
        ? handler
        : new TracedHandler(handler, operation).as(kind);
  }

  @Override
  @SuppressWarnings("unchecked") // what it handles is told to it as it came
  protected @Nullable Object instead(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    Object[] passed = arguments;
    switch (method.getName()) {
      case "responseReceived" -> failed = null;
      case "exceptionOccurred" -> failed = (Throwable) arguments[0];
      case "onEventStream" -> passed = new Object[] {watched((SdkPublisher<Object>) arguments[0])};
      default -> {}
    }
    Context before = Answers.GUARD.exchange(context);
    try {
      return pass(method, passed);
    } finally {
      Answers.GUARD.restore(before);
    }
  }

  private SdkPublisher<Object> watched(SdkPublisher<Object> events) {
    return subscriber -> events.subscribe(subscriber == null ? null : new Watched(subscriber));
  }

  /** An event of converse, or a part of a model's own body. */
  private void tell(GenAiOperation call, Object event) {
    if (BYTES.of(event) instanceof SdkBytes bytes) {
      body = body == null ? new AnswerBody(call) : body;
      body.tell(bytes.asByteArrayUnsafe());
    } else {
      Answers.ANSWER.tell(call, event);
    }
  }

  /** The events, as the application takes them. */
  private final class Watched extends WatchedSubscription<Object> {
    Watched(Subscriber<? super Object> subscriber) {
      super(Answers.GUARD, subscriber, context);
    }

    @Override
    protected void arrived(Object event) {
      reader.tellChunk(operation, event);
    }

    @Override
    protected void ended(@Nullable Throwable failure) {
      failed = failure;
      if (failure == null) {
        operation.end(null);
      }
    }

    @Override
    protected void left() {
      Throwable failure = failed;
      if (failure == null) {
        reader.leave(operation);
      } else {
        reader.fail(operation, failure);
      }
    }
  }
}
