// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springai;

import io.obsagent.instrumentation.shared.genai.AnswerReader;
import io.obsagent.instrumentation.shared.genai.AskedTools;
import io.obsagent.instrumentation.shared.genai.NativeUsage;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.GenAiContent;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiOperation.Limit;
import io.obsagent.spi.telemetry.GenAiUsage;
import io.obsagent.spi.telemetry.WeakMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.RateLimit;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.embedding.EmbeddingResponse;

/** What answers and chunks say. */
final class Answers {
  static final AnswerReader<Object> EMBEDDINGS =
      new AnswerReader<>(Guard.of(Answers.class), Answers::tellEmbeddings, Refusals::tell);

  /** Sums of usage, by which only the turn that was added last is told in full. */
  private static final WeakMap<Usage, Usage> OF_LAST_TURN = new WeakMap<>();

  private Answers() {}

  static void added(Usage ofTurn, Usage sum) {
    if (isTold(ofTurn)) {
      OF_LAST_TURN.put(sum, ofTurn);
    }
  }

  static void say(GenAiContent said, Prompt prompt) {
    for (Message message : prompt.getInstructions()) {
      said.input(message.getMessageType().getValue(), message.getText());
    }
  }

  /**
   * @param spent what the turns before have used, which the answer's usage includes
   * @param asTold whether finish reasons are the provider's own; most models give the names of
   *     enums
   */
  static void tell(
      GenAiOperation operation, ChatResponse answer, @Nullable Usage spent, boolean asTold) {
    GenAiContent said = operation.content();
    for (Generation generation : answer.getResults()) {
      String reason =
          generation.getMetadata() == null ? null : generation.getMetadata().getFinishReason();
      if (reason != null && !reason.isEmpty()) {
        operation.finishReason(asTold ? reason : reason.toLowerCase(Locale.ROOT));
      }
      if (said != null) {
        tell(said, generation.getOutput());
      }
    }
    ChatResponseMetadata metadata = answer.getMetadata();
    operation.response(text(metadata.getId()), text(metadata.getModel()));
    tell(operation, metadata.getUsage(), spent);
    tell(operation, metadata.getRateLimit());
  }

  /** The calls of tools that an answer asks for. */
  static List<AskedTools.Call> asked(ChatResponse answer) {
    List<AskedTools.Call> calls = new ArrayList<>();
    for (Generation generation : answer.getResults()) {
      List<AssistantMessage.ToolCall> asked = generation.getOutput().getToolCalls();
      if (asked != null) {
        asked.forEach(
            call -> calls.add(new AskedTools.Call(call.id(), call.name(), call.arguments())));
      }
    }
    return calls;
  }

  private static void tell(GenAiContent said, AssistantMessage message) {
    said.output(message.getText());
    for (AssistantMessage.ToolCall call : message.getToolCalls()) {
      said.toolCall(call.id(), call.name(), call.arguments());
    }
  }

  private static void tellEmbeddings(GenAiOperation operation, Object returned) {
    if (returned instanceof EmbeddingResponse answer) {
      operation.response(null, text(answer.getMetadata().getModel()));
      Usage usage = answer.getMetadata().getUsage();
      if (isTold(usage)) {
        operation.usage(GenAiUsage.of(number(usage.getPromptTokens()), -1));
      }
    }
  }

  private static @Nullable String text(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  /** What is not told is an object of zeros. */
  private static boolean isTold(@Nullable Usage usage) {
    return usage != null && usage.getTotalTokens() != null && usage.getTotalTokens() > 0;
  }

  private static void tell(GenAiOperation operation, @Nullable Usage usage, @Nullable Usage spent) {
    if (!isTold(usage)) {
      return;
    }
    Usage last = OF_LAST_TURN.get(usage);
    if (last != null || !isTold(spent)) {
      operation.usage(detailed(last == null ? usage : last));
    } else if (usage.getTotalTokens() > spent.getTotalTokens()) {
      operation.usage(
          GenAiUsage.of(
              number(usage.getPromptTokens()) - number(spent.getPromptTokens()),
              number(usage.getCompletionTokens()) - number(spent.getCompletionTokens())));
    }
  }

  private static GenAiUsage detailed(Usage usage) {
    return NativeUsage.of(
        number(usage.getPromptTokens()),
        number(usage.getCompletionTokens()),
        usage.getNativeUsage());
  }

  /** What is not told is an object of zeros. */
  private static void tell(GenAiOperation operation, @Nullable RateLimit limit) {
    if (limit == null) {
      return;
    }
    if (number(limit.getRequestsLimit()) > 0) {
      operation.remaining(
          Limit.REQUESTS, limit.getRequestsLimit(), number(limit.getRequestsRemaining()));
    }
    if (number(limit.getTokensLimit()) > 0) {
      operation.remaining(Limit.TOKENS, limit.getTokensLimit(), number(limit.getTokensRemaining()));
    }
  }

  private static long number(@Nullable Number count) {
    return count == null ? -1 : count.longValue();
  }
}
