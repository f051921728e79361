// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.googlegenailive;

import com.google.genai.types.LiveServerContent;
import com.google.genai.types.LiveServerMessage;
import io.obsagent.instrumentation.shared.genai.AnswerReader;
import io.obsagent.instrumentation.shared.genai.AnswerTable;
import io.obsagent.instrumentation.shared.genai.AnswerTable.Tells;
import io.obsagent.instrumentation.shared.genai.Getter;
import io.obsagent.instrumentation.shared.genai.GetterPath;
import io.obsagent.instrumentation.shared.genai.LiveTurns;
import io.obsagent.spi.advice.Guard;

/** What the messages of the server say. */
final class Messages {
  static final Guard GUARD = Guard.of(Messages.class);

  private static final GetterPath INTERRUPTED = new GetterPath("serverContent.interrupted");

  /** Thoughts are told beside the answer, and what tools put in beside the prompt. */
  private static final AnswerTable ANSWER =
      new AnswerTable()
          .tells(Tells.STATUS, "serverContent.turnCompleteReason")
          .tells(
              Tells.REASON,
              message -> Boolean.TRUE.equals(INTERRUPTED.apply(message)) ? "interrupted" : null)
          .tells(Tells.TEXT, "serverContent.modelTurn")
          .tells(Tells.CALLS, "toolCall.functionCalls")
          .tells(Tells.CALL_ID, "id")
          .tells(Tells.NAME, "name")
          .tells(Tells.ARGUMENTS, "args")
          .tells(Tells.USAGE, "usageMetadata")
          .tells(Tells.INPUT, "promptTokenCount")
          .tells(Tells.MORE_INPUT, "toolUsePromptTokenCount")
          .tells(Tells.OUTPUT, "responseTokenCount")
          .tells(Tells.MORE_OUTPUT, "thoughtsTokenCount")
          .tells(Tells.READ, "cachedContentTokenCount")
          .tells(Tells.REASONING, "thoughtsTokenCount")
          .tells(Tells.AUDIO_INPUT, audio("promptTokensDetails"))
          .tells(Tells.AUDIO_OUTPUT, audio("responseTokensDetails"));

  static final AnswerReader<LiveServerMessage> READER = new AnswerReader<>(GUARD, ANSWER::tell);

  private Messages() {}

  private static Getter audio(String details) {
    return GetterPath.sum(details, "modality", "AUDIO", "tokenCount");
  }

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
}
