// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.obsapi;

import io.obsagent.api.ObsProvider;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Origin;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.WorkOperation;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Advice for the API's way in, and for methods with its annotations. */
final class ObsAdvices {
  private ObsAdvices() {}

  /** Where the API asks whether there is an agent. */
  static final class Provider {
    private Provider() {}

    @OnExit
    static @Nullable ObsProvider exit(@Return @Nullable ObsProvider none) {
      return AgentProvider.INSTANCE;
    }
  }

  /** A method that is a span. */
  static final class Traced {
    private Traced() {}

    @OnEnter
    static @Nullable WorkOperation enter(@Origin String origin) {
      return begun(WorkOperation.start(AnnotatedMethod.traced(origin)));
    }

    @OnExit
    static void exit(
        @Token @Nullable WorkOperation operation,
        @Return @Nullable Object result,
        @Thrown @Nullable Throwable thrown) {
      ended(operation, result, thrown);
    }
  }

  /** A method that is an operation of the business. */
  static final class Measured {
    private Measured() {}

    @OnEnter
    static @Nullable WorkOperation enter(@Origin String origin) {
      return begun(WorkOperation.start(AnnotatedMethod.measured(origin)));
    }

    @OnExit
    static void exit(
        @Token @Nullable WorkOperation operation,
        @Return @Nullable Object result,
        @Thrown @Nullable Throwable thrown) {
      ended(operation, result, thrown);
    }
  }

  private static @Nullable WorkOperation begun(@Nullable WorkOperation operation) {
    if (operation != null) {
      operation.attach();
    }
    return operation;
  }

  private static void ended(
      @Nullable WorkOperation operation, @Nullable Object result, @Nullable Throwable thrown) {
    if (operation == null) {
      return;
    }
    operation.detach();
    if (thrown == null && result instanceof CompletionStage<?> later) {
      operation.endWith(later);
    } else {
      operation.end(thrown);
    }
  }
}
