// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.googlegenailive;

import com.google.genai.types.FunctionCall;
import com.google.genai.types.LiveServerContent;
import com.google.genai.types.LiveServerMessage;
import com.google.genai.types.ModalityTokenCount;
import com.google.genai.types.UsageMetadata;
import io.obsagent.instrumentation.shared.genai.AnswerReader;
import io.obsagent.instrumentation.shared.genai.JsonText;
import io.obsagent.instrumentation.shared.genai.LiveTurns;
import io.obsagent.instrumentation.shared.genai.NewerGetter;
import io.obsagent.instrumentation.shared.genai.SpokenText;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.GenAiContent;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiUsage;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the messages of the server say. */
final class Messages {
  static final Guard GUARD = Guard.of(Messages.class);
  static final AnswerReader<LiveServerMessage> READER = new AnswerReader<>(GUARD, Messages::tell);

  private static final NewerGetter REASON = new NewerGetter("turnCompleteReason");
  private static final String INTERRUPTED = "interrupted";

  private Messages() {}

  static void tell(LiveTurns<LiveServerMessage> turns, LiveServerMessage message) {
    try {
      LiveServerContent content = message.serverContent().orElse(null);
      boolean part =
          content != null && content.modelTurn().isPresent() || message.toolCall().isPresent();
      turns.tell(message, part, content != null && content.turnComplete().orElse(false));
    } catch (Throwable e) {
      GUARD.caught(e);
    }
  }

  private static void tell(GenAiOperation turn, LiveServerMessage message) {
    LiveServerContent content = message.serverContent().orElse(null);
    if (content != null) {
      tellContent(turn, content);
    }
    GenAiContent said = turn.content();
    if (said != null && message.toolCall().isPresent()) {
      for (FunctionCall call : message.toolCall().get().functionCalls().orElse(List.of())) {
        said.toolCall(
            call.id().orElse(null),
            call.name().orElse(null),
            JsonText.of(call.args().orElse(Map.of())));
      }
    }
    UsageMetadata usage = message.usageMetadata().orElse(null);
    if (usage != null) {
      turn.usage(usage(usage));
    }
  }

  private static void tellContent(GenAiOperation turn, LiveServerContent content) {
    GenAiContent said = turn.content();
    if (said != null) {
      said.output(SpokenText.of(content.modelTurn().orElse(null)));
    }
    if (content.interrupted().orElse(false)) {
      turn.finishReason(INTERRUPTED);
    }
    if (REASON.of(content) instanceof Optional<?> reason && reason.isPresent()) {
      turn.finishReason(reason.get().toString());
    }
  }

  /** Thoughts are told beside the answer, and what tools put in beside the prompt. */
  private static GenAiUsage usage(UsageMetadata usage) {
    long thoughts = number(usage.thoughtsTokenCount());
    GenAiUsage told =
        new GenAiUsage(
            plus(number(usage.promptTokenCount()), number(usage.toolUsePromptTokenCount())),
            plus(number(usage.responseTokenCount()), thoughts),
            number(usage.cachedContentTokenCount()),
            -1,
            thoughts);
    long heard = audio(usage.promptTokensDetails().orElse(List.of()));
    long spoken = audio(usage.responseTokensDetails().orElse(List.of()));
    return heard < 0 && spoken < 0 ? told : told.audio(heard, spoken);
  }

  private static long audio(List<ModalityTokenCount> details) {
    long tokens = -1;
    for (ModalityTokenCount detail : details) {
      if (detail.modality().map(Object::toString).orElse("").equals("AUDIO")) {
        tokens = plus(tokens, number(detail.tokenCount()));
      }
    }
    return tokens;
  }

  private static long number(Optional<Integer> count) {
    return count.orElse(-1);
  }

  private static long plus(long one, long other) {
    return one < 0 ? other : other < 0 ? one : one + other;
  }
}
