// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.azureai;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.rest.Response;
import com.azure.core.util.BinaryData;
import io.obsagent.instrumentation.shared.genai.AnswerReader;
import io.obsagent.instrumentation.shared.genai.AnswerTable;
import io.obsagent.instrumentation.shared.genai.AnswerTable.Tells;
import io.obsagent.instrumentation.shared.genai.GetterPath;
import io.obsagent.instrumentation.shared.genai.RateLimits;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.GenAiOperation;

/** What whole answers, chunks and failures say; the same getters in both libraries. */
final class Answers {
  static final AnswerReader<Object> READER =
      new AnswerReader<>(Guard.of(Answers.class), Answers::tell, Answers::tellFailure);

  private static final AnswerTable ANSWER =
      new AnswerTable()
          .tells(Tells.ID, "getId")
          .tells(Tells.MODEL, "getModel")
          .tells(Tells.TIER, "getServiceTier")
          .tells(Tells.CHOICES, "getChoices")
          .tells(Tells.REASON, "getFinishReason")
          .tells(Tells.MESSAGE, "getMessage", "getDelta")
          .tells(Tells.TEXT, "getContent", "getText")
          .tells(Tells.CALLS, "getToolCalls")
          .tells(Tells.CALL_ID, "getId")
          .tells(Tells.NAME, "getFunction.getName")
          .tells(Tells.ARGUMENTS, "getFunction.getArguments")
          .tells(Tells.USAGE, "getUsage")
          .tells(Tells.INPUT, "getPromptTokens")
          .tells(Tells.OUTPUT, "getCompletionTokens")
          .tells(Tells.READ, "getPromptTokensDetails.getCachedTokens")
          .tells(Tells.REASONING, "getCompletionTokensDetails.getReasoningTokens")
          .tells(Tells.AUDIO_INPUT, "getPromptTokensDetails.getAudioTokens")
          .tells(Tells.AUDIO_OUTPUT, "getCompletionTokensDetails.getAudioTokens");

  private static final GetterPath CODE = new GetterPath("error.code");

  private Answers() {}

  private static void tell(GenAiOperation operation, Object part) {
    Object answer = part;
    if (part instanceof Response<?> response) {
      RateLimits.OPENAI.tell(operation, name -> response.getHeaders().getValue(name));
      answer = response.getValue();
    }
    if (answer != null && !(answer instanceof BinaryData)) {
      ANSWER.tell(operation, answer);
    }
  }

  private static void tellFailure(GenAiOperation operation, Throwable failure) {
    if (failure instanceof HttpResponseException refused && refused.getResponse() != null) {
      HttpResponse response = refused.getResponse();
      RateLimits.OPENAI.tell(operation, response.getHeaders()::getValue);
      operation.refused(response.getStatusCode(), CODE.text(refused.getValue()));
    }
  }
}
