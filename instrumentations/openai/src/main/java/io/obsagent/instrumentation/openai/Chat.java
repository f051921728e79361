// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openai;

import com.openai.core.JsonField;
import com.openai.core.http.StreamResponse;
import com.openai.models.ChatModel;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.completions.CompletionUsage;
import com.openai.models.completions.CompletionUsage.CompletionTokensDetails;
import com.openai.models.completions.CompletionUsage.PromptTokensDetails;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiUsage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What chat completions say. Fields are read as JSON, which never throws: a compatible server may
 * leave out what OpenAI requires.
 */
final class Chat {
  static final AnswerReader<ChatCompletion> WHOLE = AnswerReader.whole(Chat::tell);
  static final AnswerReader<StreamResponse<ChatCompletionChunk>> STREAM =
      AnswerReader.stream(Chat::tellChunk);

  private Chat() {}

  static GenAiRequest request(Object service, ChatCompletionCreateParams params, boolean stream) {
    ChatModel model = Fields.orNull(params._model());
    long maxTokens = Fields.orUnknown(params._maxCompletionTokens());
    return Endpoint.of(service)
        .request(
            "chat",
            model == null ? null : model.asString(),
            stream,
            maxTokens >= 0 ? maxTokens : Fields.orUnknown(params._maxTokens()),
            Fields.orNaN(params._temperature()),
            Fields.orNaN(params._topP()));
  }

  private static void tell(GenAiOperation operation, ChatCompletion answer) {
    operation.response(Fields.orNull(answer._id()), Fields.orNull(answer._model()));
    tellUsage(operation, answer._usage());
    List<ChatCompletion.Choice> choices = Fields.orNull(answer._choices());
    if (choices == null) {
      return;
    }
    for (ChatCompletion.Choice choice : choices) {
      ChatCompletion.Choice.FinishReason reason = Fields.orNull(choice._finishReason());
      if (reason != null) {
        operation.finishReason(reason.asString());
      }
    }
  }

  private static void tellChunk(GenAiOperation operation, ChatCompletionChunk chunk) {
    operation.response(Fields.orNull(chunk._id()), Fields.orNull(chunk._model()));
    tellUsage(operation, chunk._usage());
    List<ChatCompletionChunk.Choice> choices = Fields.orNull(chunk._choices());
    if (choices == null) {
      return;
    }
    for (ChatCompletionChunk.Choice choice : choices) {
      ChatCompletionChunk.Choice.FinishReason reason = Fields.orNull(choice._finishReason());
      if (reason != null) {
        operation.finishReason(reason.asString());
      }
    }
  }

  private static void tellUsage(GenAiOperation operation, JsonField<CompletionUsage> field) {
    CompletionUsage usage = Fields.orNull(field);
    if (usage == null) {
      return;
    }
    @Nullable PromptTokensDetails input = Fields.orNull(usage._promptTokensDetails());
    @Nullable CompletionTokensDetails output = Fields.orNull(usage._completionTokensDetails());
    operation.usage(
        new GenAiUsage(
            Fields.orUnknown(usage._promptTokens()),
            Fields.orUnknown(usage._completionTokens()),
            input == null ? -1 : Fields.orUnknown(input._cachedTokens()),
            -1,
            output == null ? -1 : Fields.orUnknown(output._reasoningTokens())));
  }
}
