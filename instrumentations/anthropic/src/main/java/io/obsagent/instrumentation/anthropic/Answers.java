// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.anthropic;

import com.anthropic.errors.AnthropicServiceException;
import io.obsagent.instrumentation.shared.genai.AnswerReader;
import io.obsagent.instrumentation.shared.genai.AnswerTable;
import io.obsagent.instrumentation.shared.genai.AnswerTable.Tells;
import io.obsagent.instrumentation.shared.genai.FieldValue;
import io.obsagent.instrumentation.shared.genai.GetterPath;
import io.obsagent.instrumentation.shared.genai.RateLimits;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.GenAiOperation;
import org.jspecify.annotations.Nullable;

/**
 * What whole answers, events of a stream and failures say; of messages and beta messages alike,
 * whose types share nothing but the getters' names.
 */
final class Answers {
  static final AnswerReader<Object> READER =
      new AnswerReader<>(Guard.of(Answers.class), Answers::tell, Answers::tellFailure);

  /** What an event is about: a message, how it ended, or a part of it. */
  private static final GetterPath EVENT =
      new GetterPath(
          FieldValue::of,
          "contentBlockDelta._delta",
          "contentBlockStart",
          "messageStart|start._message",
          "messageDelta|delta");

  /** A block that begins has an empty input, which follows. */
  private static final AnswerTable ANSWER =
      new AnswerTable(FieldValue::of)
          .tells(Tells.ID, "_id")
          .tells(Tells.MODEL, "_model")
          .tells(Tells.TIER, "_usage._serviceTier")
          .tells(Tells.STATUS, "_stopReason|_processingStatus", "_delta._stopReason")
          .tells(Tells.CHOICES, "_content")
          .tells(Tells.TEXT, block -> block)
          .tells(Tells.CALL_ID, "toolUse|betaToolUse._id", "_contentBlock.toolUse|betaToolUse._id")
          .tells(Tells.NAME, "toolUse|betaToolUse._name", "_contentBlock.toolUse|betaToolUse._name")
          .tells(Tells.ARGUMENTS, "toolUse|betaToolUse._input", "inputJson._partialJson")
          .tells(Tells.USAGE, "_usage")
          .tells(Tells.BESIDE_CACHE, Answers::input)
          .tells(Tells.OUTPUT, "_outputTokens")
          .tells(Tells.READ, "_cacheReadInputTokens")
          .tells(Tells.WRITTEN, "_cacheCreationInputTokens")
          .tells(Tells.HOUR_WRITTEN, "_cacheCreation._ephemeral1hInputTokens")
          .tells(Tells.REASONING, "_outputTokensDetails._thinkingTokens");

  private static final GetterPath INPUT = new GetterPath(FieldValue::of, "_inputTokens");
  private static final GetterPath CACHED =
      new GetterPath(FieldValue::of, "_cacheReadInputTokens", "_cacheCreationInputTokens");

  /** {@code {"error":{"type":"overloaded_error"}}}; in a stream the status is of no use. */
  private static final GetterPath CODE = new GetterPath(FieldValue::of, "body.error.type");

  private Answers() {}

  private static void tell(GenAiOperation operation, Object part) {
    Object event = EVENT.apply(part);
    ANSWER.tell(operation, event == null ? part : event);
  }

  /** Told anew as a stream ends, it is not all of it, unless what was cached is told as well. */
  private static @Nullable Object input(Object usage) {
    boolean whole = !usage.getClass().getSimpleName().endsWith("DeltaUsage");
    return whole || CACHED.apply(usage) != null ? INPUT.apply(usage) : null;
  }

  private static void tellFailure(GenAiOperation operation, Throwable failure) {
    if (failure instanceof AnthropicServiceException refusal) {
      RateLimits.ANTHROPIC.tellFirst(operation, refusal.headers()::values);
      operation.refused(refusal.statusCode(), CODE.text(refusal));
    }
  }
}
