// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.opentelemetryapi;

import io.obsagent.spi.advice.AllArguments;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Origin;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.ApplicationSpan;
import io.obsagent.spi.telemetry.ApplicationTracing;
import io.obsagent.spi.telemetry.LazyResult;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Advice for methods with {@code WithSpan}, a span for each call, and {@code AddingSpanAttributes};
 * where the application has an aspect for them, that does it, and nobody else.
 */
final class WithSpanAdvices {
  private static final Guard GUARD = Guard.of(WithSpanAdvices.class);

  /** Of this class loader. */
  private static volatile boolean hasAspect;

  private WithSpanAdvices() {}

  /** An aspect of the application's for {@code WithSpan} is made, or at work. */
  static final class OwnAspect {
    private OwnAspect() {}

    @OnEnter
    static void enter() {
      hasAspect = true;
    }
  }

  /** A method that is done when it returns. */
  static final class Plain {
    private Plain() {}

    @OnEnter
    static @Nullable Traced enter(@Origin String origin, @AllArguments Object[] arguments) {
      SpanMethod method = SpanMethod.of(origin);
      return method.isStaged() ? null : start(method, arguments);
    }

    @OnExit
    static void exit(@Token @Nullable Traced traced, @Thrown @Nullable Throwable thrown) {
      if (traced != null) {
        traced.detach.run();
        traced.end(thrown);
      }
    }
  }

  /** A method that is done when what it returns is. */
  static final class Staged {
    private Staged() {}

    @OnEnter
    static @Nullable Traced enter(@Origin String origin, @AllArguments Object[] arguments) {
      return start(SpanMethod.of(origin), arguments);
    }

    @OnExit
    static void exit(
        @Token @Nullable Traced traced,
        @Return @Nullable Object stage,
        @Thrown @Nullable Throwable thrown) {
      if (traced == null) {
        return;
      }
      traced.detach.run();
      if (thrown == null && stage instanceof CompletionStage<?> later) {
        later.whenComplete((value, failure) -> traced.endLater(failure));
      } else {
        traced.end(thrown);
      }
    }
  }

  /** A method that is done when what it returns has been subscribed to, and is over. */
  static final class Lazy {
    private Lazy() {}

    @OnEnter
    static @Nullable Traced enter(@Origin String origin, @AllArguments Object[] arguments) {
      return start(SpanMethod.of(origin), arguments);
    }

    @OnExit
    static @Nullable Object exit(
        @Token @Nullable Traced traced,
        @Return @Nullable Object lazy,
        @Thrown @Nullable Throwable thrown)
        throws Throwable {
      if (traced == null) {
        return lazy;
      }
      traced.detach.run();
      Object watched =
          lazy == null
              ? null
              : LazyResult.watched(lazy, (value, failure) -> traced.endLater(failure));
      if (watched == null) {
        traced.end(thrown);
      }
      return watched == null ? lazy : watched;
    }
  }

  /** A method that says more of the span that it runs in. */
  static final class Adding {
    private Adding() {}

    @OnEnter
    static void enter(@Origin String origin, @AllArguments Object[] arguments) {
      ApplicationTracing tracing = ApplicationTracing.get();
      ApplicationSpan span = hasAspect ? null : tracing.span(tracing.current());
      if (span != null && span.isRecording()) {
        SpanMethod.of(origin).attributes(arguments, span);
      }
    }
  }

  static @Nullable Traced start(SpanMethod method, Object[] arguments) {
    if (hasAspect) {
      return null;
    }
    ApplicationTracing tracing = ApplicationTracing.get();
    Object above = method.inheritsContext() ? tracing.current() : tracing.root();
    ApplicationSpan span =
        tracing.start(
            new ApplicationTracing.Start(above, method.name(), method.kind(), method.scope(), 0));
    if (span == null) {
      return null;
    }
    method.attributes(arguments, span);
    Object context = tracing.withSpan(above, span);
    return new Traced(span, context, tracing.attach(context));
  }

  /**
   * A call that runs.
   *
   * @param context with its span
   */
  record Traced(ApplicationSpan span, Object context, Runnable detach) {
    void end(@Nullable Throwable thrown) {
      if (thrown != null) {
        span.exception(thrown, Map.of());
        span.status("ERROR", "");
      }
      span.end(0);
    }

    void endLater(@Nullable Throwable failure) {
      try {
        boolean wrapped = failure instanceof CompletionException && failure.getCause() != null;
        end(wrapped ? failure.getCause() : failure);
      } catch (Throwable e) {
        GUARD.caught(e);
      }
    }
  }
}
