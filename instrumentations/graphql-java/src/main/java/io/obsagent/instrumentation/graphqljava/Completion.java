// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.graphqljava;

import graphql.ErrorClassification;
import graphql.ExceptionWhileDataFetching;
import graphql.ExecutionResult;
import graphql.GraphQLError;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.WorkOperation;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Ends an operation with its result: with what fetching data threw, or else with the class of its
 * first error.
 */
record Completion(WorkOperation operation)
    implements BiConsumer<@Nullable ExecutionResult, @Nullable Throwable> {
  private static final Guard GUARD = Guard.of(Completion.class);

  @Override
  public void accept(@Nullable ExecutionResult result, @Nullable Throwable thrown) {
    try {
      Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : null;
      end(result, cause == null ? thrown : cause);
    } catch (Throwable e) {
      GUARD.caught(e);
    }
  }

  private void end(@Nullable ExecutionResult result, @Nullable Throwable thrown) {
    List<GraphQLError> errors = result == null ? null : result.getErrors();
    if (errors == null || errors.isEmpty()) {
      operation.end(thrown);
    } else if (errors.get(0) instanceof ExceptionWhileDataFetching fetching) {
      operation.end(fetching.getException());
    } else {
      operation.failed(type(errors.get(0).getErrorType()));
      operation.end(null);
    }
  }

  /** Applications add classes of their own; only names of constants and types are few. */
  private static String type(@Nullable ErrorClassification type) {
    if (type instanceof Enum<?> constant) {
      return constant.name();
    }
    return type == null ? "_OTHER" : type.getClass().getName();
  }
}
