// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.telemetry.GenAiUsage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NativeUsageTest {
  /** As OpenAI's, with parts that are there in some answers only. */
  public record Parts(Optional<Integer> cachedTokens, @Nullable Long audioTokens) {}

  /** As OpenAI's. */
  public record OutputParts(Integer reasoningTokens) {}

  /** As OpenAI's. */
  public record WithParts(Parts promptTokensDetails, OutputParts completionTokensDetails) {}

  /** As Anthropic's. */
  public record BesideCache(Integer cacheReadInputTokens, Integer cacheCreationInputTokens) {}

  /** As Gemini's. */
  public record Flat(Integer cachedContentTokenCount, Integer thoughtsTokenCount) {}

  @Test
  void whatIsToldOfThePartsIsKept() {
    WithParts told = new WithParts(new Parts(Optional.of(10), 4L), new OutputParts(7));
    assertThat(NativeUsage.of(30, 20, told))
        .isEqualTo(new GenAiUsage(30, 20, 10, -1, 7).audio(4, -1));
  }

  @Test
  void tokensBesideTheInputAreAddedToIt() {
    assertThat(NativeUsage.of(5, 2, new BesideCache(20, 3)))
        .isEqualTo(new GenAiUsage(28, 2, 20, 3, -1));
  }

  @Test
  void aProviderMayTellAllAtOnePlace() {
    assertThat(NativeUsage.of(30, 20, new Flat(10, 7)))
        .isEqualTo(new GenAiUsage(30, 20, 10, -1, 7));
  }

  @Test
  void aProviderThatTellsNoMoreLeavesTheSums() {
    assertThat(NativeUsage.of(3, 2, "other")).isEqualTo(GenAiUsage.of(3, 2));
    assertThat(NativeUsage.of(3, -1, null)).isEqualTo(GenAiUsage.of(3, -1));
  }
}
