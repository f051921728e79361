// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.pekkohttp;

import io.obsagent.spi.advice.Guard;
import io.opentelemetry.context.Context;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;

/**
 * The application's function, called in the context of its request. One that has none is of HTTP/2,
 * whose streams are no queue, and begins here.
 */
record ContextHandler(Function1<Object, Object> own) implements Function1<Object, Object> {
  private static final Guard GUARD = Guard.of(ContextHandler.class);

  static @Nullable Function1<Object, Object> around(@Nullable Function1<Object, Object> own) {
    return own == null || own instanceof ContextHandler ? own : new ContextHandler(own);
  }

  @Override
  public Object apply(Object request) {
    ServedRequest served = null;
    boolean begun = false;
    Object given = request;
    Context inside = null;
    try {
      if (request instanceof HttpRequest asked) {
        served = ServedRequest.of(asked);
        begun = served != null && served.takeUpgrade();
        if (served == null && asked.protocol().value().startsWith("HTTP/2")) {
          served = ServedRequest.start(asked, null);
          if (served != null) {
            begun = true;
            served.abandonWithIt();
            given = served.in(asked);
          }
        }
        inside = served == null ? null : served.context();
      }
    } catch (Throwable e) {
      GUARD.caught(e);
    }
    if (served == null || inside == null) {
      return own.apply(given);
    }
    return begun ? serve(served, inside, given) : call(inside, given);
  }

  private Object call(Context inside, Object request) {
    Context before = GUARD.exchange(inside);
    try {
      return own.apply(request);
    } finally {
      GUARD.restore(before);
    }
  }

  private Object serve(ServedRequest served, Context inside, Object request) {
    Object result;
    try {
      result = call(inside, request);
    } catch (Throwable thrown) {
      fail(served, thrown);
      throw thrown;
    }
    return result instanceof Future<?> future ? answered(served, future) : answer(served, result);
  }

  private static Object answered(ServedRequest served, Future<?> future) {
    return future.transform(
        response -> answer(served, response), thrown -> fail(served, thrown), SameThread.INSTANCE);
  }

  private static Object answer(ServedRequest served, Object response) {
    try {
      return response instanceof HttpResponse answer ? served.answer(answer) : response;
    } catch (Throwable e) {
      GUARD.caught(e);
      return response;
    }
  }

  private static Throwable fail(ServedRequest served, Throwable thrown) {
    try {
      served.fail(thrown);
    } catch (Throwable e) {
      GUARD.caught(e);
    }
    return thrown;
  }

  /** Where the application's future completes. */
  enum SameThread implements ExecutionContext {
    INSTANCE;

    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public void reportFailure(Throwable failure) {
      GUARD.caught(failure);
    }
  }
}
