// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openai;

import com.openai.core.http.HttpResponseFor;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiRequest;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What the advice of all services does. The library's own services parse what they get from the raw
 * ones, and so the operation goes on in what these return:
 *
 * <pre>
 * create ─► HttpResponseFor ─ parse ─► answer            ends with parse, or close
 *        └► HttpResponseFor ─ parse ─► StreamResponse    ends with the last chunk, or close
 *        └► CompletableFuture ─► either of them          ends there, or with the failure
 * </pre>
 */
final class ModelCall {
  /** For what the library and the application call of this module. */
  static final Guard GUARD = Guard.of(ModelCall.class);

  private ModelCall() {}

  static @Nullable GenAiOperation start(GenAiRequest request) {
    GenAiOperation operation = GenAiOperation.start(request);
    if (operation != null) {
      operation.attach();
    }
    return operation;
  }

  @SuppressWarnings("unchecked")
  static <T> @Nullable Object returned(
      @Nullable GenAiOperation operation,
      @Nullable Object returned,
      @Nullable Throwable thrown,
      AnswerReader<T> reader) {
    if (operation == null) {
      return returned;
    }
    operation.detach();
    if (thrown == null && returned instanceof HttpResponseFor<?> response) {
      return new TracedResponse<>((HttpResponseFor<T>) response, operation, reader);
    }
    if (thrown == null && returned instanceof CompletableFuture<?> future) {
      return TracedFuture.of((CompletableFuture<HttpResponseFor<T>>) future, operation, reader);
    }
    operation.end(thrown);
    return returned;
  }
}
