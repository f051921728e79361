// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awssdk2;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Token;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.internal.http.RequestExecutionContext;

/** Advice for what a call passes, on whichever thread. */
final class PipelineAdvices {
  private PipelineAdvices() {}

  /** There is an answer; a stream of an asynchronous client has been read. */
  static final class Succeeded {
    @OnEnter
    static void enter(
        @Argument(0) Context.AfterExecution answered, @Argument(1) ExecutionAttributes attributes) {
      ServiceCall call = ServiceCall.of(attributes);
      if (call != null) {
        call.answered(answered.response());
      }
    }
  }

  /** The last attempt has failed. */
  static final class Failed {
    @OnEnter
    static void enter(
        @Argument(0) Context.FailedExecution failed, @Argument(1) ExecutionAttributes attributes) {
      ServiceCall call = ServiceCall.of(attributes);
      if (call != null) {
        call.end(failed.exception());
      }
    }
  }

  /** An attempt of an asynchronous client: the second one comes from a timer. */
  static final class Attempt {
    @OnEnter
    static @Nullable Scope enter(@Argument(1) RequestExecutionContext attempt) {
      ServiceCall call = ServiceCall.of(attempt.executionAttributes());
      return call == null ? null : call.context().makeCurrent();
    }

    @OnExit
    static void exit(@Token @Nullable Scope scope) {
      if (scope != null) {
        scope.close();
      }
    }
  }
}
