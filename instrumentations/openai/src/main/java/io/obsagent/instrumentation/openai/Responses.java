// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openai;

import com.openai.core.http.StreamResponse;
import com.openai.models.ResponsesModel;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import com.openai.models.responses.ResponseUsage;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiUsage;
import org.jspecify.annotations.Nullable;

/** What the Responses API says; a response's status stands for its finish reason. */
final class Responses {
  static final AnswerReader<Response> WHOLE = AnswerReader.whole(Responses::tell);
  static final AnswerReader<StreamResponse<ResponseStreamEvent>> STREAM =
      AnswerReader.stream(Responses::tellEvent);

  private Responses() {}

  static GenAiRequest request(Object service, ResponseCreateParams params, boolean stream) {
    return Endpoint.of(service)
        .request(
            "chat",
            name(Fields.orNull(params._model())),
            stream,
            Fields.orUnknown(params._maxOutputTokens()),
            Fields.orNaN(params._temperature()),
            Fields.orNaN(params._topP()));
  }

  private static void tell(GenAiOperation operation, Response answer) {
    operation.response(Fields.orNull(answer._id()), name(Fields.orNull(answer._model())));
    ResponseStatus status = Fields.orNull(answer._status());
    if (status != null) {
      operation.finishReason(status.asString());
    }
    ResponseUsage usage = Fields.orNull(answer._usage());
    if (usage != null) {
      tellUsage(operation, usage);
    }
  }

  private static void tellUsage(GenAiOperation operation, ResponseUsage usage) {
    ResponseUsage.InputTokensDetails input = Fields.orNull(usage._inputTokensDetails());
    ResponseUsage.OutputTokensDetails output = Fields.orNull(usage._outputTokensDetails());
    operation.usage(
        new GenAiUsage(
            Fields.orUnknown(usage._inputTokens()),
            Fields.orUnknown(usage._outputTokens()),
            input == null ? -1 : Fields.orUnknown(input._cachedTokens()),
            -1,
            output == null ? -1 : Fields.orUnknown(output._reasoningTokens())));
  }

  /** The last event carries the whole response; which one that is tells how it went. */
  private static void tellEvent(GenAiOperation operation, ResponseStreamEvent event) {
    if (event.completed().isPresent()) {
      tell(operation, event.completed().get().response());
    } else if (event.incomplete().isPresent()) {
      tell(operation, event.incomplete().get().response());
    } else if (event.failed().isPresent()) {
      tell(operation, event.failed().get().response());
    }
  }

  private static @Nullable String name(@Nullable ResponsesModel model) {
    if (model == null) {
      return null;
    }
    return model.chat().isPresent() ? model.chat().get().asString() : model.string().orElse(null);
  }
}
