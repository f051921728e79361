// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awsbedrock;

import io.obsagent.spi.telemetry.GenAiContent;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiUsage;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the body of a model's answer tells, whole or chunk by chunk, in the words of each vendor:
 *
 * <pre>
 *            model  id                  tokens                              why it ended
 * Anthropic  model  id                  usage.input_tokens beside cached    stop_reason
 * Nova       –      –                   usage.inputTokens beside cached     stopReason
 * Titan      –      –                   inputTextTokenCount, tokenCount     completionReason
 * Llama      –      –                   prompt_token_count                  stop_reason
 * Mistral    model  id                  usage.prompt_tokens, if any         stop_reason
 * Cohere     –      (generation_|response_)id  none                         finish_reason
 * </pre>
 *
 * Of a stream the last chunk has Bedrock's own {@code amazon-bedrock-invocationMetrics}, which
 * counts where the vendor did not tell. One for each call; the library gives one chunk after the
 * other.
 */
final class AnswerBody implements JsonFields.Listener {
  /** Beyond what any model writes; images are longer, and tell nothing. */
  private static final int MAX_BYTES = 1 << 20;

  private static final String METRICS = "amazon-bedrock-invocationMetrics";
  private static final JsonFields FIELDS =
      new JsonFields(
          Set.of(
              METRICS,
              "message",
              "output",
              "delta",
              "results",
              "outputs",
              "choices",
              "generations",
              "messageStop",
              "contentBlockDelta",
              "contentBlockStart",
              "start",
              "content_block",
              "toolUse",
              "tool_calls",
              "function",
              "toolUseId",
              "name",
              "input",
              "arguments",
              "parameters",
              "partial_json",
              "metadata",
              "content",
              "usage",
              "cache_creation",
              "prompt_tokens_details",
              "completion_tokens_details",
              "id",
              "generation_id",
              "response_id",
              "model",
              "stop_reason",
              "stopReason",
              "completionReason",
              "finish_reason",
              "text",
              "outputText",
              "generation",
              "input_tokens",
              "output_tokens",
              "cache_read_input_tokens",
              "cache_creation_input_tokens",
              "ephemeral_1h_input_tokens",
              "inputTokens",
              "outputTokens",
              "cacheReadInputTokenCount",
              "cacheWriteInputTokenCount",
              "cacheReadInputTokens",
              "cacheWriteInputTokens",
              "prompt_tokens",
              "completion_tokens",
              "cached_tokens",
              "reasoning_tokens",
              "inputTextTokenCount",
              "tokenCount",
              "totalOutputTextTokenCount",
              "prompt_token_count",
              "generation_token_count",
              "inputTokenCount",
              "outputTokenCount"),
          Set.of("input", "arguments", "parameters"));

  private final GenAiOperation operation;
  private final @Nullable GenAiContent said;
  private final AskedTool tool = new AskedTool();
  private final JsonFields fields = FIELDS.another();
  private boolean toldInput;
  private boolean toldOutput;

  private @Nullable String id;
  private @Nullable String model;
  private boolean besideCache;
  private boolean ofBedrock;
  private long input;
  private long output;
  private long read;
  private long written;
  private long hourWritten;
  private long reasoning;

  AnswerBody(GenAiOperation operation) {
    this.operation = operation;
    this.said = operation.content();
  }

  /**
   * @param inputTokens by a header of the answer, which counts where the body does not tell; or -1
   */
  void tell(byte[] body, long inputTokens, long outputTokens) {
    tell(body);
    long in = toldInput ? -1 : inputTokens;
    long out = toldOutput ? -1 : outputTokens;
    if (in >= 0 || out >= 0) {
      operation.usage(GenAiUsage.of(in, out));
    }
  }

  void tell(byte[] body) {
    id = null;
    model = null;
    besideCache = false;
    ofBedrock = false;
    input = -1;
    output = -1;
    read = -1;
    written = -1;
    hourWritten = -1;
    reasoning = -1;
    fields.read(body, MAX_BYTES, this);
    if (id != null || model != null) {
      operation.response(id, model);
    }
    if (ofBedrock && toldInput) {
      input = -1;
    }
    if (ofBedrock && toldOutput) {
      output = -1;
    }
    if (input >= 0 || output >= 0) {
      tellUsage();
    }
  }

  private void tellUsage() {
    toldInput |= input >= 0;
    toldOutput |= output >= 0;
    GenAiUsage usage =
        besideCache
            ? GenAiUsage.besideCache(input, output, read, written)
            : GenAiUsage.of(input, output).cached(read, written);
    usage = hourWritten > 0 ? usage.hourWrite(hourWritten) : usage;
    operation.usage(reasoning >= 0 ? usage.reasoning(reasoning) : usage);
  }

  @Override
  public void ended(String name) {
    if (said != null) {
      tool.ended(name, said);
    }
  }

  @Override
  public void field(String parent, String name, JsonFields at) {
    if (said != null) {
      tool.field(parent, name, at);
    }
    switch (parent) {
      case "usage", "cache_creation", "prompt_tokens_details", "completion_tokens_details" ->
          usage(name, at.number());
      case METRICS -> {
        ofBedrock |= input < 0 && output < 0;
        usage(name, at.number());
      }
      default -> {
        if (at.isText()) {
          told(parent, name, at);
        } else {
          usage(name, at.number());
        }
      }
    }
  }

  private void usage(String name, long tokens) {
    switch (name) {
      case "input_tokens", "inputTokens" -> {
        besideCache = true;
        input = tokens;
      }
      case "inputTokenCount" -> {
        if (input < 0) {
          besideCache = true;
          input = tokens;
        }
      }
      case "prompt_tokens", "inputTextTokenCount", "prompt_token_count" -> input = tokens;
      case "outputTokenCount" -> output = output < 0 ? tokens : output;
      case "output_tokens",
          "outputTokens",
          "completion_tokens",
          "totalOutputTextTokenCount",
          "generation_token_count" ->
          output = tokens;
      case "tokenCount" -> output = Math.max(0, output) + Math.max(0, tokens);
      case "cache_read_input_tokens",
          "cacheReadInputTokenCount",
          "cacheReadInputTokens",
          "cached_tokens" ->
          read = tokens;
      case "cache_creation_input_tokens", "cacheWriteInputTokenCount", "cacheWriteInputTokens" ->
          written = tokens;
      case "ephemeral_1h_input_tokens" -> hourWritten = tokens;
      case "reasoning_tokens" -> reasoning = tokens;
      default -> {}
    }
  }

  private void told(String parent, String name, JsonFields at) {
    switch (name) {
      case "id", "generation_id", "response_id" -> {
        if (parent.isEmpty() || parent.equals("message")) {
          id = at.text();
        }
      }
      case "model" -> model = at.text();
      case "stop_reason", "stopReason", "completionReason", "finish_reason" ->
          operation.finishReason(at.text());
      case "text", "outputText", "generation", "content" -> {
        if (said != null) {
          said.output(at.text());
        }
      }
      default -> {}
    }
  }
}
