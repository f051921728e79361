// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springai;

import io.obsagent.testing.GenAiKit;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.prompt.Prompt;

/** Over HTTP of Spring's own in all versions. */
class OllamaKitTest extends GenAiKit {
  static final String USAGE = ",\"prompt_eval_count\":3,\"eval_count\":2";
  static final String TOOL_CALL =
      "\"\",\"tool_calls\":[{\"function\":{\"name\":\"kettle\",\"arguments\":{\"litres\":1}}}]";

  /**
   * @param content in quotes, and what follows it
   */
  static String answer(String content, String rest) {
    return "{\"model\":\"m-real\",\"created_at\":\"2026-01-01T00:00:00Z\","
        + "\"message\":{\"role\":\"assistant\",\"content\":"
        + content
        + "},"
        + rest
        + "}";
  }

  private static String done(String usage) {
    return "\"done\":true,\"done_reason\":\"stop\"" + usage;
  }

  private static String line(String word) {
    return answer('"' + word + '"', "\"done\":false") + "\n";
  }

  @Override
  protected Wire wire() {
    return new Wire(
        answer("\"Tea.\"", done(USAGE)),
        "stop",
        answer(TOOL_CALL, done(USAGE)),
        "stop",
        answer("\"Tea.\"", done("")),
        line("Tea") + line(" is"),
        line(" good") + answer("\"\"", done(USAGE)) + "\n",
        true);
  }

  @Override
  protected String toolCallStream() {
    return answer(TOOL_CALL, done(USAGE)) + "\n";
  }

  @Override
  protected @Nullable String toolCallId() {
    return null;
  }

  @Override
  protected String streamedText() {
    return "Tea is good";
  }

  @Override
  protected Detailed detailed() {
    return new Detailed(
        answer("\"Tea.\"", done(",\"prompt_eval_count\":30,\"eval_count\":20")),
        Map.of("input_tokens", 30L, "output_tokens", 20L));
  }

  @Override
  protected String streamType() {
    return "application/x-ndjson";
  }

  @Override
  protected String provider() {
    return "ollama";
  }

  @Override
  protected boolean retries() {
    return false;
  }

  @Override
  protected boolean forgets() {
    return false;
  }

  @Override
  protected Client connect(String url, int retries) {
    return new ChatClientOfKit(
        Models.ollama(url, "nobody-asks-for-it"),
        model -> new Prompt(QUESTION, Models.ollamaOptions(model)));
  }
}
