// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.anthropic;

import static io.obsagent.instrumentation.anthropic.Fields.alternative;
import static io.obsagent.instrumentation.anthropic.Fields.number;
import static io.obsagent.instrumentation.anthropic.Fields.value;
import static io.obsagent.instrumentation.anthropic.Fields.word;

import com.anthropic.core.JsonValue;
import com.anthropic.errors.AnthropicServiceException;
import io.obsagent.instrumentation.shared.genai.AnswerReader;
import io.obsagent.instrumentation.shared.genai.NewerGetter;
import io.obsagent.instrumentation.shared.genai.RateLimits;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.GenAiContent;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiUsage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What whole answers, events of a stream and failures say; of messages and beta messages alike,
 * whose types share nothing but the getters' names.
 */
final class Answers {
  static final AnswerReader<Object> READER =
      new AnswerReader<>(Guard.of(Answers.class), Answers::tell, Answers::tellFailure);

  private static final NewerGetter START = new NewerGetter("messageStart", "start");
  private static final NewerGetter DELTA = new NewerGetter("messageDelta", "delta");
  private static final NewerGetter MESSAGE = new NewerGetter("_message");
  private static final NewerGetter STOPPED = new NewerGetter("_delta");
  private static final NewerGetter ID = new NewerGetter("_id");
  private static final NewerGetter MODEL = new NewerGetter("_model");
  private static final NewerGetter STOP_REASON =
      new NewerGetter("_stopReason", "_processingStatus");
  private static final NewerGetter USAGE = new NewerGetter("_usage");
  private static final NewerGetter INPUT = new NewerGetter("_inputTokens");
  private static final NewerGetter OUTPUT = new NewerGetter("_outputTokens");
  private static final NewerGetter CACHE_READ = new NewerGetter("_cacheReadInputTokens");
  private static final NewerGetter CACHE_WRITE = new NewerGetter("_cacheCreationInputTokens");
  private static final NewerGetter CACHE_LIVES = new NewerGetter("_cacheCreation");
  private static final NewerGetter HOUR = new NewerGetter("_ephemeral1hInputTokens");
  private static final NewerGetter OUTPUT_DETAILS = new NewerGetter("_outputTokensDetails");
  private static final NewerGetter THINKING = new NewerGetter("_thinkingTokens");
  private static final NewerGetter TIER = new NewerGetter("_serviceTier");

  private Answers() {}

  private static void tell(GenAiOperation operation, Object part) {
    GenAiContent content = operation.content();
    if (content != null) {
      Contents.answered(content, part);
    }
    Object start = alternative(START, part);
    if (start != null) {
      tellMessage(operation, value(MESSAGE, start));
      return;
    }
    Object delta = alternative(DELTA, part);
    if (delta != null) {
      finished(operation, value(STOPPED, delta));
      tellUsage(operation, value(USAGE, delta), false);
      return;
    }
    tellMessage(operation, part);
  }

  private static void tellMessage(GenAiOperation operation, @Nullable Object message) {
    String id = word(ID, message);
    if (id != null) {
      operation.response(id, word(MODEL, message));
      finished(operation, message);
      tellUsage(operation, value(USAGE, message), true);
    }
  }

  private static void finished(GenAiOperation operation, @Nullable Object stopped) {
    String reason = word(STOP_REASON, stopped);
    if (reason != null) {
      operation.finishReason(reason);
    }
  }

  /**
   * @param whole whether the input is all of it, even if no cached tokens are told
   */
  private static void tellUsage(GenAiOperation operation, @Nullable Object usage, boolean whole) {
    if (usage == null) {
      return;
    }
    long read = number(CACHE_READ, usage);
    long written = number(CACHE_WRITE, usage);
    long input = whole || read >= 0 || written >= 0 ? number(INPUT, usage) : -1;
    GenAiUsage told = GenAiUsage.besideCache(input, number(OUTPUT, usage), read, written);
    long thinking = number(THINKING, value(OUTPUT_DETAILS, usage));
    long hour = number(HOUR, value(CACHE_LIVES, usage));
    told = thinking < 0 ? told : told.reasoning(thinking);
    operation.usage(hour < 0 ? told : told.hourWrite(hour));
    operation.servedBy(word(TIER, usage));
  }

  /** {@code {"error":{"type":"overloaded_error"}}}; in a stream the status is of no use. */
  private static void tellFailure(GenAiOperation operation, Throwable failure) {
    if (failure instanceof AnthropicServiceException refusal) {
      RateLimits.ANTHROPIC.tellFirst(operation, refusal.headers()::values);
      operation.refused(
          refusal.statusCode(), text(member(member(refusal.body(), "error"), "type")));
    }
  }

  private static @Nullable JsonValue member(@Nullable JsonValue object, String name) {
    Object members = object == null ? null : object.asObject().orElse(null);
    return members instanceof Map<?, ?> map && map.get(name) instanceof JsonValue value
        ? value
        : null;
  }

  private static @Nullable String text(@Nullable JsonValue value) {
    return value != null && value.asString().orElse(null) instanceof String text ? text : null;
  }
}
