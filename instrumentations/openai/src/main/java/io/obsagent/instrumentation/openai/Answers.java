// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openai;

import com.openai.errors.OpenAIServiceException;
import com.openai.models.batches.Batch;
import com.openai.models.images.ImagesResponse;
import com.openai.models.responses.ResponseStreamEvent;
import io.obsagent.instrumentation.shared.genai.AnswerReader;
import io.obsagent.instrumentation.shared.genai.AnswerTable;
import io.obsagent.instrumentation.shared.genai.AnswerTable.Tells;
import io.obsagent.instrumentation.shared.genai.FieldValue;
import io.obsagent.instrumentation.shared.genai.GetterPath;
import io.obsagent.instrumentation.shared.genai.RateLimits;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.GenAiOperation;
import org.jspecify.annotations.Nullable;

/** What whole answers, chunks and failures say, of all services: they share the getters' names. */
final class Answers {
  static final AnswerReader<Object> READER =
      new AnswerReader<>(Guard.of(Answers.class), Answers::tell, Answers::tellFailure);

  private static final String IN = "_promptTokensDetails|_inputTokensDetails.";
  private static final String OUT = "_completionTokensDetails|_outputTokensDetails.";

  /** A response's status stands for its finish reason. Since 3.x a tool's call is a union. */
  private static final AnswerTable ANSWER =
      new AnswerTable(FieldValue::of)
          .tells(Tells.ID, "_id")
          .tells(Tells.MODEL, Requests.MODEL)
          .tells(Tells.TIER, "_serviceTier")
          .tells(Tells.STATUS, "_status")
          .tells(Tells.CHOICES, "_choices|_output")
          .tells(Tells.REASON, "_finishReason")
          .tells(Tells.MESSAGE, "_delta|_message")
          .tells(Tells.TEXT, "_content|message")
          .tells(Tells.CALLS, "_toolCalls")
          .tells(Tells.CALL_ID, "function.id", "id", "functionCall.callId")
          .tells(Tells.NAME, "function.function.name", "function|functionCall.name")
          .tells(Tells.ARGUMENTS, "function.function.arguments", "function|functionCall.arguments")
          .tells(Tells.USAGE, "_usage")
          .tells(Tells.INPUT, "_promptTokens|_inputTokens")
          .tells(Tells.OUTPUT, "_completionTokens|_outputTokens")
          .tells(Tells.READ, IN + "_cachedTokens")
          .tells(Tells.WRITTEN, IN + "_cacheWriteTokens")
          .tells(Tells.REASONING, OUT + "_reasoningTokens")
          .tells(Tells.AUDIO_INPUT, IN + "_audioTokens")
          .tells(Tells.AUDIO_OUTPUT, OUT + "_audioTokens")
          .tells(Tells.IMAGE_INPUT, IN + "_imageTokens")
          .tells(Tells.IMAGE_OUTPUT, Answers::drawn)
          .tells(Tells.COST, "_additionalProperties.cost");

  /** Its tokens are of its requests, and not of the call that asks for it. */
  private static final AnswerTable BATCH =
      new AnswerTable(FieldValue::of).tells(Tells.ID, "_id").tells(Tells.STATUS, "_status");

  /** The last event carries the whole response; which one that is tells how it went. */
  private static final GetterPath LAST =
      new GetterPath(
          FieldValue::of, "completed._response", "incomplete._response", "failed._response");

  private Answers() {}

  private static void tell(GenAiOperation operation, Object part) {
    Object answer = part instanceof ResponseStreamEvent ? LAST.apply(part) : part;
    if (answer != null) {
      (answer instanceof Batch ? BATCH : ANSWER).tell(operation, answer);
    }
  }

  /** All that is drawn is images. */
  private static @Nullable Object drawn(Object usage) {
    return usage instanceof ImagesResponse.Usage images
        ? FieldValue.of(images._outputTokens())
        : null;
  }

  private static void tellFailure(GenAiOperation operation, Throwable failure) {
    if (failure instanceof OpenAIServiceException refusal) {
      RateLimits.OPENAI.tellFirst(operation, refusal.headers()::values);
      operation.refused(refusal.statusCode(), refusal.code().orElse(null));
    }
  }
}
