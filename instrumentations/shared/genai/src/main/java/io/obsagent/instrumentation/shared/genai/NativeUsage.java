// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import io.obsagent.spi.telemetry.GenAiUsage;
import org.jspecify.annotations.Nullable;

/**
 * Tokens as a framework hands them on from its providers: the sums by types of its own, the rest by
 * those of each provider, which have in common the names of their methods at most.
 *
 * <pre>
 * OpenAI     input and output details: cached, reasoning, audio
 * Anthropic  cache read and written, beside the input
 * Gemini     cached content, thoughts
 * </pre>
 */
public final class NativeUsage {
  private static final NewerGetter INPUT_DETAILS =
      new NewerGetter("inputTokensDetails", "promptTokensDetails");
  private static final NewerGetter OUTPUT_DETAILS =
      new NewerGetter("outputTokensDetails", "completionTokensDetails", "completionTokenDetails");
  private static final NewerGetter CACHED =
      new NewerGetter("cachedTokens", "cachedContentTokenCount");
  private static final NewerGetter REASONING =
      new NewerGetter("reasoningTokens", "thoughtsTokenCount");
  private static final NewerGetter AUDIO = new NewerGetter("audioTokens");
  private static final NewerGetter CACHE_READ = new NewerGetter("cacheReadInputTokens");
  private static final NewerGetter CACHE_WRITTEN =
      new NewerGetter("cacheCreationInputTokens", "cacheWriteInputTokens");

  private NativeUsage() {}

  /**
   * @param input tokens by the framework; -1 where it does not tell
   * @param told the provider's own; null for none
   */
  public static GenAiUsage of(long input, long output, @Nullable Object told) {
    long read = CACHE_READ.count(told);
    long written = CACHE_WRITTEN.count(told);
    if (read >= 0 || written >= 0) {
      return GenAiUsage.besideCache(input, output, read, written);
    }
    Object ofInput = detailsOr(told, INPUT_DETAILS);
    Object ofOutput = detailsOr(told, OUTPUT_DETAILS);
    GenAiUsage usage =
        new GenAiUsage(input, output, CACHED.count(ofInput), -1, REASONING.count(ofOutput));
    long audioInput = AUDIO.count(ofInput);
    long audioOutput = AUDIO.count(ofOutput);
    return audioInput >= 0 || audioOutput >= 0 ? usage.audio(audioInput, audioOutput) : usage;
  }

  private static @Nullable Object detailsOr(@Nullable Object told, NewerGetter details) {
    Object own = details.held(told);
    return own == null ? told : own;
  }
}
