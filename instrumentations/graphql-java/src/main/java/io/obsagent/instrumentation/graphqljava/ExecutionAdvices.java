// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.graphqljava;

import graphql.ExecutionResult;
import graphql.language.OperationDefinition;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.WorkOperation;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Advice for the execution of a document that is valid. */
final class ExecutionAdvices {
  private ExecutionAdvices() {}

  /** For {@code executeOperation}, whose result may come later. */
  static final class Execute {
    private Execute() {}

    @OnEnter
    static @Nullable WorkOperation enter(@Argument(2) @Nullable OperationDefinition definition) {
      WorkOperation operation = definition == null ? null : Operations.start(definition);
      if (operation != null) {
        operation.attach();
      }
      return operation;
    }

    @OnExit
    static void exit(
        @Token @Nullable WorkOperation operation,
        @Return @Nullable CompletableFuture<ExecutionResult> result,
        @Thrown @Nullable Throwable thrown) {
      if (operation == null) {
        return;
      }
      operation.detach();
      if (result == null) {
        operation.end(thrown);
      } else {
        operation.endWhenCollected(result);
        result.whenComplete(new Completion(operation));
      }
    }
  }
}
