// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.azureai;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.rest.Response;
import com.azure.core.util.BinaryData;
import io.obsagent.instrumentation.shared.genai.AnswerReader;
import io.obsagent.instrumentation.shared.genai.NewerGetter;
import io.obsagent.instrumentation.shared.genai.RateLimits;
import io.obsagent.instrumentation.shared.genai.SpokenText;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.GenAiContent;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiUsage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What whole answers, chunks and failures say; the same getters in both libraries. */
final class Answers {
  static final AnswerReader<Object> READER =
      new AnswerReader<>(Guard.of(Answers.class), Answers::tell, Answers::tellFailure);

  private static final NewerGetter ID = new NewerGetter("getId");
  private static final NewerGetter MODEL = new NewerGetter("getModel");
  private static final NewerGetter TIER = new NewerGetter("getServiceTier");
  private static final NewerGetter CHOICES = new NewerGetter("getChoices");
  private static final NewerGetter REASON = new NewerGetter("getFinishReason");
  private static final NewerGetter USAGE = new NewerGetter("getUsage");
  private static final NewerGetter INPUT = new NewerGetter("getPromptTokens");
  private static final NewerGetter OUTPUT = new NewerGetter("getCompletionTokens");
  private static final NewerGetter OF_INPUT = new NewerGetter("getPromptTokensDetails");
  private static final NewerGetter OF_OUTPUT = new NewerGetter("getCompletionTokensDetails");
  private static final NewerGetter CACHED = new NewerGetter("getCachedTokens");
  private static final NewerGetter REASONING = new NewerGetter("getReasoningTokens");
  private static final NewerGetter AUDIO = new NewerGetter("getAudioTokens");
  private static final NewerGetter MESSAGE = new NewerGetter("getMessage");
  private static final NewerGetter DELTA = new NewerGetter("getDelta");
  private static final NewerGetter CONTENT = new NewerGetter("getContent", "getText");
  private static final NewerGetter TOOLS = new NewerGetter("getToolCalls");
  private static final NewerGetter FUNCTION = new NewerGetter("getFunction");
  private static final NewerGetter NAME = new NewerGetter("getName");
  private static final NewerGetter ARGUMENTS = new NewerGetter("getArguments");

  private Answers() {}

  private static void tell(GenAiOperation operation, Object part) {
    Object answer = part;
    if (part instanceof Response<?> response) {
      RateLimits.OPENAI.tell(operation, name -> response.getHeaders().getValue(name));
      answer = response.getValue();
    }
    if (answer != null && !(answer instanceof BinaryData)) {
      tellAnswer(operation, answer);
    }
  }

  private static void tellAnswer(GenAiOperation operation, Object answer) {
    operation.response(ID.text(answer), MODEL.text(answer));
    operation.servedBy(TIER.text(answer));
    Object usage = USAGE.of(answer);
    if (usage != null) {
      operation.usage(usage(usage));
    }
    if (CHOICES.of(answer) instanceof List<?> choices && !choices.isEmpty()) {
      GenAiContent said = operation.content();
      for (int i = 0; i < choices.size(); i++) {
        Object choice = choices.get(i);
        String reason = REASON.text(choice);
        if (reason != null) {
          operation.finishReason(reason);
        }
        if (said != null) {
          tellSaid(said, choice);
        }
      }
    }
  }

  private static GenAiUsage usage(Object usage) {
    GenAiUsage told = GenAiUsage.of(INPUT.count(usage), OUTPUT.count(usage));
    Object in = OF_INPUT.of(usage);
    Object out = OF_OUTPUT.of(usage);
    return in == null && out == null
        ? told
        : told.cached(CACHED.count(in), -1)
            .reasoning(REASONING.count(out))
            .audio(AUDIO.count(in), AUDIO.count(out));
  }

  private static void tellSaid(GenAiContent said, Object choice) {
    Object message = MESSAGE.of(choice);
    Object delta = message == null ? DELTA.of(choice) : message;
    Object speaker = delta == null ? choice : delta;
    said.output(SpokenText.of(CONTENT.of(speaker)));
    if (TOOLS.of(speaker) instanceof List<?> calls) {
      for (Object call : calls) {
        Object function = FUNCTION.of(call);
        if (function != null) {
          said.toolCall(ID.text(call), NAME.text(function), ARGUMENTS.text(function));
        }
      }
    }
  }

  private static void tellFailure(GenAiOperation operation, Throwable failure) {
    if (failure instanceof HttpResponseException refused && refused.getResponse() != null) {
      HttpResponse response = refused.getResponse();
      RateLimits.OPENAI.tell(operation, response.getHeaders()::getValue);
      operation.refused(response.getStatusCode(), code(refused.getValue()));
    }
  }

  private static @Nullable String code(@Nullable Object body) {
    return body instanceof Map<?, ?> map
            && map.get("error") instanceof Map<?, ?> error
            && error.get("code") instanceof String code
        ? code
        : null;
  }
}
