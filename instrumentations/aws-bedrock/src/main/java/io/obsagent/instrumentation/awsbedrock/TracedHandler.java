// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awsbedrock;

import io.obsagent.instrumentation.shared.genai.AnswerReader;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.eventstream.EventStreamResponseHandler;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamResponse;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.PayloadPart;
import software.amazon.awssdk.services.bedrockruntime.model.ResponseStream;

/**
 * The application's handler of a stream, in the context of the call. What failed is told by the
 * future of the call: an attempt may fail and another one follow.
 */
abstract class TracedHandler<R, E> implements EventStreamResponseHandler<R, E> {
  private static final String TALK = "InvokeModelWithBidirectionalStreamResponseHandler";

  private final EventStreamResponseHandler<R, E> handler;
  final GenAiOperation operation;
  final Context context;
  final AnswerReader<? super E> reader;

  /** What the application has been told of: what it cancels then has failed, and is not left. */
  volatile @Nullable Throwable failed;

  private TracedHandler(
      EventStreamResponseHandler<R, E> handler,
      GenAiOperation operation,
      AnswerReader<? super E> reader) {
    this.handler = handler;
    this.operation = operation;
    this.context = operation.context();
    this.reader = reader;
  }

  @Override
  public void responseReceived(R response) {
    failed = null;
    Scope scope = Answers.GUARD.attach(context);
    try {
      handler.responseReceived(response);
    } finally {
      Answers.GUARD.close(scope);
    }
  }

  @Override
  public void onEventStream(SdkPublisher<E> events) {
    Scope scope = Answers.GUARD.attach(context);
    try {
      handler.onEventStream(new TracedEvents<>(events, this));
    } finally {
      Answers.GUARD.close(scope);
    }
  }

  @Override
  public void exceptionOccurred(Throwable failure) {
    failed = failure;
    Scope scope = Answers.GUARD.attach(context);
    try {
      handler.exceptionOccurred(failure);
    } finally {
      Answers.GUARD.close(scope);
    }
  }

  @Override
  public void complete() {
    Scope scope = Answers.GUARD.attach(context);
    try {
      handler.complete();
    } finally {
      Answers.GUARD.close(scope);
    }
  }

  /** Of {@code converseStream}. */
  static final class OfConverse extends TracedHandler<ConverseStreamResponse, ConverseStreamOutput>
      implements ConverseStreamResponseHandler {
    OfConverse(ConverseStreamResponseHandler handler, GenAiOperation operation) {
      super(handler, operation, Answers.READER);
    }
  }

  /**
   * Of {@code invokeModelWithBidirectionalStream}, whose types newer versions have: behind a proxy.
   */
  static final class OfTalk extends TracedHandler<Object, Object> implements InvocationHandler {
    private OfTalk(EventStreamResponseHandler<Object, Object> handler, GenAiOperation operation) {
      super(handler, operation, readerOf(new SpokenEvents(operation)));
    }

    /** In place of the application's handler; as it is, if it is of no type that is known. */
    @SuppressWarnings("unchecked") // what it handles is told to it as it came
    static Object of(Object handler, GenAiOperation operation) {
      Class<?> type = known(handler.getClass());
      return type == null
          ? handler
          : Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              new OfTalk((EventStreamResponseHandler<Object, Object>) handler, operation));
    }

    private static @Nullable Class<?> known(@Nullable Class<?> type) {
      if (type == null) {
        return null;
      }
      for (Class<?> each : type.getInterfaces()) {
        Class<?> found = each.getSimpleName().equals(TALK) ? each : known(each);
        if (found != null) {
          return found;
        }
      }
      return known(type.getSuperclass());
    }

    private static AnswerReader<Object> readerOf(SpokenEvents spoken) {
      return new AnswerReader<>(
          Answers.GUARD, (operation, event) -> spoken.tell(event), Answers::tellFailure);
    }

    /** The application's handler is asked what none of its kind does besides. */
    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
        throws Throwable {
      boolean ofObject = method.getDeclaringClass() == Object.class;
      if (ofObject && method.getName().equals("equals")) {
        return arguments != null && proxy == arguments[0];
      }
      try {
        return method.invoke(this, arguments);
      } catch (InvocationTargetException thrown) {
        throw thrown.getCause();
      }
    }
  }

  /** Of {@code invokeModelWithResponseStream}: its chunks are parts of a body. */
  static final class OfInvoke
      extends TracedHandler<InvokeModelWithResponseStreamResponse, ResponseStream>
      implements InvokeModelWithResponseStreamResponseHandler {
    OfInvoke(InvokeModelWithResponseStreamResponseHandler handler, GenAiOperation operation) {
      super(handler, operation, readerOf(new AnswerBody(operation)));
    }

    private static AnswerReader<Object> readerOf(AnswerBody body) {
      return new AnswerReader<>(
          Answers.GUARD,
          (operation, event) -> {
            if (event instanceof PayloadPart part && part.bytes() != null) {
              body.tell(part.bytes().asByteArrayUnsafe());
            }
          },
          Answers::tellFailure);
    }
  }
}
