// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awsbedrock;

import io.obsagent.instrumentation.shared.genai.AnswerReader;
import io.obsagent.instrumentation.shared.genai.WatchedSubscription;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import software.amazon.awssdk.awscore.eventstream.EventStreamResponseHandler;
import software.amazon.awssdk.core.async.SdkPublisher;

/**
 * The application's handler of a stream, in the context of the call, behind a proxy for whichever
 * type of handler it is. What failed is told by the future of the call: an attempt may fail and
 * another one follow.
 */
final class TracedHandler implements InvocationHandler {
  private final Object handler;
  private final GenAiOperation operation;
  private final Context context;
  private final AnswerReader<Object> reader;

  /** What the application has been told of: what it cancels then has failed, and is not left. */
  private volatile @Nullable Throwable failed;

  private TracedHandler(Object handler, GenAiOperation operation) {
    this.handler = handler;
    this.operation = operation;
    this.context = operation.context();
    Events events = new Events(operation);
    this.reader = new AnswerReader<>(Answers.GUARD, events::tell, Answers::tellFailure);
  }

  /** In place of the application's handler; as it is, if it is of no type that is known. */
  static @Nullable Object of(@Nullable Object handler, @Nullable GenAiOperation operation) {
    Class<?> type = operation == null || handler == null ? null : typeOf(handler.getClass());
    return type == null
        ? handler
        : Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type}, new TracedHandler(handler, operation));
  }

  /** The interface by which it is a handler of its kind of stream. */
  private static @Nullable Class<?> typeOf(@Nullable Class<?> type) {
    if (type == null) {
      return null;
    }
    for (Class<?> each : type.getInterfaces()) {
      if (EventStreamResponseHandler.class.isAssignableFrom(each)
          && each != EventStreamResponseHandler.class) {
        return each;
      }
    }
    return typeOf(type.getSuperclass());
  }

  @Override
  @SuppressWarnings("unchecked") // what it handles is told to it as it came
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    Object[] passed = arguments;
    switch (method.getName()) {
      case "equals" -> {
        return arguments != null && proxy == arguments[0];
      }
      case "responseReceived" -> failed = null;
      case "exceptionOccurred" -> failed = (Throwable) arguments[0];
      case "onEventStream" -> passed = new Object[] {watched((SdkPublisher<Object>) arguments[0])};
      default -> {}
    }
    Scope scope = Answers.GUARD.attach(context);
    try {
      return method.invoke(handler, passed);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    } finally {
      Answers.GUARD.close(scope);
    }
  }

  private SdkPublisher<Object> watched(SdkPublisher<Object> events) {
    return subscriber ->
        events.subscribe(subscriber == null ? null : new Watched(subscriber, this));
  }

  /** The events, as the application takes them. */
  private static final class Watched extends WatchedSubscription<Object> {
    private final TracedHandler call;

    Watched(Subscriber<? super Object> subscriber, TracedHandler call) {
      super(Answers.GUARD, subscriber, call.context);
      this.call = call;
    }

    @Override
    protected @Nullable Context inner() {
      return null;
    }

    @Override
    protected void arrived(Object event) {
      call.reader.tellChunk(call.operation, event);
    }

    @Override
    protected void ended(@Nullable Throwable failure) {
      if (failure == null) {
        call.operation.end(null);
      } else {
        call.failed = failure;
      }
    }

    @Override
    protected void left() {
      Throwable failure = call.failed;
      if (failure == null) {
        call.reader.leave(call.operation);
      } else {
        call.reader.fail(call.operation, failure);
      }
    }
  }
}
