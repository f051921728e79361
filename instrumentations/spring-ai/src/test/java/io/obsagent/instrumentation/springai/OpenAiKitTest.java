// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springai;

import static io.obsagent.instrumentation.springai.OpenAiWire.HEAD;
import static io.obsagent.instrumentation.springai.OpenAiWire.TEXT;
import static io.obsagent.instrumentation.springai.OpenAiWire.TOOL_CALL;
import static io.obsagent.instrumentation.springai.OpenAiWire.USAGE;
import static io.obsagent.instrumentation.springai.OpenAiWire.end;
import static io.obsagent.instrumentation.springai.OpenAiWire.word;

import io.obsagent.testing.GenAiKit;
import java.util.Map;

/** Over HTTP of Spring's own in Spring AI 1, over OpenAI's SDK in 2. */
class OpenAiKitTest extends GenAiKit {
  @Override
  protected Wire wire() {
    return new Wire(
        HEAD + TEXT + USAGE,
        "stop",
        HEAD + TOOL_CALL + USAGE,
        "tool_calls",
        HEAD + TEXT + "}",
        // The library reads one ahead.
        word("Tea") + word(" is"),
        word(" good") + end(),
        true);
  }

  @Override
  protected String toolCallStream() {
    return OpenAiWire.toolChunks();
  }

  @Override
  protected String streamedText() {
    return "Tea is good";
  }

  @Override
  protected Detailed detailed() {
    String usage =
        ",\"usage\":{\"prompt_tokens\":30,\"completion_tokens\":20,\"total_tokens\":50,"
            + "\"prompt_tokens_details\":{\"cached_tokens\":10,\"audio_tokens\":4},"
            + "\"completion_tokens_details\":{\"reasoning_tokens\":7,\"audio_tokens\":2}}}";
    return new Detailed(
        HEAD + TEXT + usage,
        Map.of(
            "input_tokens",
            30L,
            "output_tokens",
            20L,
            "cache_read.input_tokens",
            10L,
            "reasoning.output_tokens",
            7L,
            "audio.input_tokens",
            4L,
            "audio.output_tokens",
            2L));
  }

  @Override
  protected String limitHeaders() {
    return "x-ratelimit-limit-requests: 100\r\nx-ratelimit-remaining-requests: 99\r\n"
        + "x-ratelimit-reset-requests: 1s\r\nx-ratelimit-limit-tokens: 5000\r\n"
        + "x-ratelimit-remaining-tokens: 4000\r\nx-ratelimit-reset-tokens: 1s\r\n";
  }

  @Override
  protected Map<String, Long> otherLimits() {
    return Map.of("tokens", 4_000L);
  }

  /** Spring AI 1 tells of a refusal its text only. */
  @Override
  protected boolean refusalsTellLimits() {
    return Models.OVER_VENDORS;
  }

  @Override
  protected String provider() {
    return "openai";
  }

  /** Spring AI 1 sends nothing again that was refused. */
  @Override
  protected boolean retries() {
    return Models.OVER_VENDORS;
  }

  @Override
  protected boolean readsAhead() {
    return Models.OVER_VENDORS;
  }

  @Override
  protected boolean forgets() {
    return false;
  }

  @Override
  protected Client connect(String url, int retries) {
    return new ChatClientOfKit(
        Models.openAi(url, KEY, retries, "nobody-asks-for-it"),
        model -> Models.withUsage(QUESTION, model));
  }
}
