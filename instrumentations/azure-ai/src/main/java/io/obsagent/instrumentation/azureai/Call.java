// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.azureai;

import com.azure.core.exception.AzureException;
import io.obsagent.instrumentation.shared.genai.ModelCall;
import io.obsagent.spi.telemetry.GenAiContent;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiTask;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A call of a client's method. One of an asynchronous client is a call of the model each time that
 * somebody subscribes to what it gives.
 *
 * @param asked what has messages or a prompt, a prompt itself, or null
 * @param operation of a client that waits
 */
record Call(GenAiRequest request, @Nullable Object asked, @Nullable GenAiOperation operation) {
  private static final String LATER = "AsyncClient";

  static @Nullable Call begin(
      Object client,
      GenAiTask task,
      @Nullable String model,
      @Nullable Object asked,
      boolean stream) {
    GenAiRequest request = Requests.of(client, task, model, asked, stream);
    if (client.getClass().getName().endsWith(LATER)) {
      return new Call(request, asked, null);
    }
    GenAiOperation operation = ModelCall.begin(request, AzureException::new);
    if (operation == null) {
      return null;
    }
    Call call = new Call(request, asked, operation);
    call.say(operation);
    return call;
  }

  static @Nullable Object returned(
      @Nullable Call call, @Nullable Object returned, @Nullable Throwable thrown) {
    if (call == null) {
      return returned;
    }
    if (call.operation != null) {
      return ModelCall.returned(
          call.operation, returned, thrown, Answers.READER, TracedStream::inPlaceOf);
    }
    if (returned instanceof Mono<?> answer) {
      return Subscribed.mono(answer, call);
    }
    return returned instanceof Flux<?> answer ? Subscribed.flux(answer, call) : returned;
  }

  /** What the application gets in place of an answer; null for a call that is to be made. */
  @Nullable RuntimeException refused() {
    return ModelCall.refused(request, AzureException::new);
  }

  @Nullable GenAiOperation start() {
    GenAiOperation started = GenAiOperation.start(request);
    if (started != null) {
      say(started);
    }
    return started;
  }

  private void say(GenAiOperation started) {
    GenAiContent said = asked == null ? null : started.content();
    if (said != null) {
      Requests.tellSaid(said, asked);
    }
  }
}
