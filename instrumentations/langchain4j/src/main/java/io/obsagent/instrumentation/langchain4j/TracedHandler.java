// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.langchain4j;

import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.obsagent.instrumentation.shared.genai.NewerGetter;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.opentelemetry.context.Context;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * A handler of an answer's parts, watched. A proxy, for every other version of the library has
 * methods that those before have not, and the application's handler has to be given them all. The
 * handler works in the context of who asked: what it calls next, as a tool, is not the model's.
 */
final class TracedHandler implements InvocationHandler {
  private static final Guard GUARD = Guard.of(TracedHandler.class);
  private static final Class<?>[] TYPES = {StreamingChatResponseHandler.class};

  /** Since 1.8: by which the application can cancel. */
  private static final NewerGetter HANDLE = new NewerGetter("streamingHandle");

  private static final NewerGetter IS_CANCELLED = new NewerGetter("isCancelled");

  private final StreamingChatResponseHandler handler;
  private final GenAiOperation operation;
  private final Context caller;

  private TracedHandler(
      StreamingChatResponseHandler handler, GenAiOperation operation, Context caller) {
    this.handler = handler;
    this.operation = operation;
    this.caller = caller;
  }

  static StreamingChatResponseHandler of(
      StreamingChatResponseHandler handler, GenAiOperation operation, Context caller) {
    TracedHandler traced = new TracedHandler(handler, operation, caller);
    operation.endWhenCollected(traced);
    return (StreamingChatResponseHandler)
        Proxy.newProxyInstance(TYPES[0].getClassLoader(), TYPES, traced);
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return ofObject(proxy, method, arguments);
    }
    Object said = arguments == null || arguments.length == 0 ? null : arguments[0];
    tell(method.getName(), said);
    Context before = GUARD.exchange(caller);
    try {
      return method.invoke(handler, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    } finally {
      GUARD.restore(before);
      if (arguments != null && arguments.length == 2) {
        leaveIfCancelled(arguments[1]);
      }
    }
  }

  private void tell(String method, @Nullable Object said) {
    try {
      if (method.startsWith("onPartial")) {
        operation.chunk();
      } else if (method.equals("onCompleteResponse") && said != null) {
        Answers.READER.end(operation, said);
      } else if (method.equals("onError") && said instanceof Throwable failure) {
        Answers.READER.fail(operation, failure);
      }
    } catch (Throwable e) {
      GUARD.caught(e);
    }
  }

  private void leaveIfCancelled(Object context) {
    try {
      if (Boolean.TRUE.equals(IS_CANCELLED.of(HANDLE.of(context)))) {
        operation.leave();
      }
    } catch (Throwable e) {
      GUARD.caught(e);
    }
  }

  /** What proxies send on of these: the application compares and prints its handler. */
  private Object ofObject(Object proxy, Method method, Object @Nullable [] arguments) {
    return switch (method.getName()) {
      case "equals" -> arguments != null && proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> handler.toString();
    };
  }
}
