// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springai;

import io.obsagent.instrumentation.shared.genai.NewerGetter;
import io.obsagent.spi.telemetry.GenAiContent;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiOperation.Limit;
import io.obsagent.spi.telemetry.GenAiUsage;
import io.obsagent.spi.telemetry.WeakMap;
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
  private static final NewerGetter IN = new NewerGetter("promptTokensDetails");
  private static final NewerGetter OUT =
      new NewerGetter("completionTokenDetails", "completionTokensDetails");
  private static final NewerGetter CACHED = new NewerGetter("cachedTokens");
  private static final NewerGetter AUDIO = new NewerGetter("audioTokens");
  private static final NewerGetter REASONING = new NewerGetter("reasoningTokens");

  /** Of Anthropic, which tells them beside the input. */
  private static final NewerGetter READ = new NewerGetter("cacheReadInputTokens");

  private static final NewerGetter WRITTEN = new NewerGetter("cacheCreationInputTokens");

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

  private static void tell(GenAiContent said, AssistantMessage message) {
    said.output(message.getText());
    for (AssistantMessage.ToolCall call : message.getToolCalls()) {
      said.toolCall(call.id(), call.name(), call.arguments());
    }
  }

  static void tell(GenAiOperation operation, EmbeddingResponse answer) {
    operation.response(null, text(answer.getMetadata().getModel()));
    Usage usage = answer.getMetadata().getUsage();
    if (isTold(usage)) {
      operation.usage(GenAiUsage.of(number(usage.getPromptTokens()), -1));
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
    if (last != null) {
      operation.usage(
          detailed(
              number(last.getPromptTokens()),
              number(last.getCompletionTokens()),
              last.getNativeUsage()));
      return;
    }
    long in = number(usage.getPromptTokens());
    long out = number(usage.getCompletionTokens());
    if (!isTold(spent)) {
      operation.usage(detailed(in, out, usage.getNativeUsage()));
    } else if (usage.getTotalTokens() > spent.getTotalTokens()) {
      operation.usage(
          GenAiUsage.of(
              in - number(spent.getPromptTokens()), out - number(spent.getCompletionTokens())));
    }
  }

  private static GenAiUsage detailed(long in, long out, @Nullable Object told) {
    long read = number(READ.of(told));
    long written = number(WRITTEN.of(told));
    if (read >= 0 || written >= 0) {
      return GenAiUsage.besideCache(in, out, read, written);
    }
    Object ofInput = IN.of(told);
    Object ofOutput = OUT.of(told);
    if (ofInput == null && ofOutput == null) {
      return GenAiUsage.of(in, out);
    }
    return new GenAiUsage(in, out, number(CACHED.of(ofInput)), -1, number(REASONING.of(ofOutput)))
        .audio(number(AUDIO.of(ofInput)), number(AUDIO.of(ofOutput)));
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

  private static long number(@Nullable Object count) {
    return count instanceof Number number ? number.longValue() : -1;
  }
}
