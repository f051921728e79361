// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openai;

import static io.obsagent.instrumentation.openai.Requests.orNull;
import static io.obsagent.instrumentation.openai.Requests.orUnknown;

import com.openai.core.JsonField;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.completions.CompletionUsage;
import com.openai.models.completions.CompletionUsage.CompletionTokensDetails;
import com.openai.models.completions.CompletionUsage.PromptTokensDetails;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import com.openai.models.responses.ResponseUsage;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiUsage;
import java.util.List;

/** What whole answers and chunks say; a compatible server may leave out what OpenAI requires. */
final class Answers {
  private Answers() {}

  static void tell(GenAiOperation operation, Object part) {
    if (part instanceof ChatCompletionChunk chunk) {
      operation.response(orNull(chunk._id()), orNull(chunk._model()));
      tellUsage(operation, chunk._usage());
      for (ChatCompletionChunk.Choice choice : orEmpty(chunk._choices())) {
        ChatCompletionChunk.Choice.FinishReason reason = orNull(choice._finishReason());
        if (reason != null) {
          operation.finishReason(reason.asString());
        }
      }
    } else if (part instanceof ChatCompletion answer) {
      operation.response(orNull(answer._id()), orNull(answer._model()));
      tellUsage(operation, answer._usage());
      for (ChatCompletion.Choice choice : orEmpty(answer._choices())) {
        ChatCompletion.Choice.FinishReason reason = orNull(choice._finishReason());
        if (reason != null) {
          operation.finishReason(reason.asString());
        }
      }
    } else if (part instanceof ResponseStreamEvent event) {
      tellEvent(operation, event);
    } else if (part instanceof Response answer) {
      tellResponse(operation, answer);
    } else if (part instanceof CreateEmbeddingResponse answer) {
      operation.response(null, orNull(answer._model()));
      CreateEmbeddingResponse.Usage usage = orNull(answer._usage());
      if (usage != null) {
        operation.usage(new GenAiUsage(orUnknown(usage._promptTokens()), -1, -1, -1, -1));
      }
    }
  }

  private static void tellUsage(GenAiOperation operation, JsonField<CompletionUsage> field) {
    CompletionUsage usage = orNull(field);
    if (usage == null) {
      return;
    }
    PromptTokensDetails input = orNull(usage._promptTokensDetails());
    CompletionTokensDetails output = orNull(usage._completionTokensDetails());
    operation.usage(
        new GenAiUsage(
            orUnknown(usage._promptTokens()),
            orUnknown(usage._completionTokens()),
            input == null ? -1 : orUnknown(input._cachedTokens()),
            -1,
            output == null ? -1 : orUnknown(output._reasoningTokens())));
  }

  /** The last event carries the whole response; which one that is tells how it went. */
  private static void tellEvent(GenAiOperation operation, ResponseStreamEvent event) {
    if (event.completed().isPresent()) {
      tellResponse(operation, event.completed().get().response());
    } else if (event.incomplete().isPresent()) {
      tellResponse(operation, event.incomplete().get().response());
    } else if (event.failed().isPresent()) {
      tellResponse(operation, event.failed().get().response());
    }
  }

  /** A response's status stands for its finish reason. */
  private static void tellResponse(GenAiOperation operation, Response answer) {
    operation.response(orNull(answer._id()), Requests.name(orNull(answer._model())));
    ResponseStatus status = orNull(answer._status());
    if (status != null) {
      operation.finishReason(status.asString());
    }
    ResponseUsage usage = orNull(answer._usage());
    if (usage == null) {
      return;
    }
    ResponseUsage.InputTokensDetails input = orNull(usage._inputTokensDetails());
    ResponseUsage.OutputTokensDetails output = orNull(usage._outputTokensDetails());
    operation.usage(
        new GenAiUsage(
            orUnknown(usage._inputTokens()),
            orUnknown(usage._outputTokens()),
            input == null ? -1 : orUnknown(input._cachedTokens()),
            -1,
            output == null ? -1 : orUnknown(output._reasoningTokens())));
  }

  private static <T> List<T> orEmpty(JsonField<List<T>> field) {
    List<T> known = orNull(field);
    return known == null ? List.of() : known;
  }
}
