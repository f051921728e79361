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
final class TracedHandler implements EventStreamResponseHandler<Object, Object>, InvocationHandler {
  private final EventStreamResponseHandler<Object, Object> handler;
  private final GenAiOperation operation;
  private final Context context;
  private final AnswerReader<Object> reader;

  /** What the application has been told of: what it cancels then has failed, and is not left. */
  private volatile @Nullable Throwable failed;

  private TracedHandler(
      EventStreamResponseHandler<Object, Object> handler, GenAiOperation operation) {
    this.handler = handler;
    this.operation = operation;
    this.context = operation.context();
    Events events = new Events(operation);
    this.reader = new AnswerReader<>(Answers.GUARD, events::tell, Answers::tellFailure);
  }

  /** In place of the application's handler; as it is, if it is of no type that is known. */
  @SuppressWarnings("unchecked") // what it handles is told to it as it came
  static @Nullable Object of(@Nullable Object handler, @Nullable GenAiOperation operation) {
    Class<?> type = operation == null || handler == null ? null : typeOf(handler.getClass());
    return type == null
        ? handler
        : Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            new TracedHandler((EventStreamResponseHandler<Object, Object>) handler, operation));
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

  @Override
  public void responseReceived(Object response) {
    failed = null;
    Scope scope = Answers.GUARD.attach(context);
    try {
      handler.responseReceived(response);
    } finally {
      Answers.GUARD.close(scope);
    }
  }

  @Override
  public void onEventStream(SdkPublisher<Object> events) {
    Scope scope = Answers.GUARD.attach(context);
    try {
      handler.onEventStream(
          subscriber ->
              events.subscribe(subscriber == null ? null : new Watched(subscriber, this)));
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
