// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.span.AttributeWriter;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiTask;
import io.obsagent.spi.telemetry.GenAiUsage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the span of work with AI says of the request, and of its tokens. */
record RequestAttributes(GenAiRequest request) {
  /**
   * @param older whether the names of conventions 1.41 are written, too
   */
  void write(
      AttributeWriter writer, String provider, @Nullable String host, int port, boolean older) {
    writer.put(Attribute.AI_OPERATION, request.task().word());
    writer.put(Attribute.AI_PROVIDER, provider);
    if (older) {
      writer.put(Attribute.AI_SYSTEM, provider);
    }
    writer.put(Attribute.AI_REQUEST_MODEL, request.model());
    if (request.stream()) {
      writer.write(Attribute.AI_STREAM, true);
    }
    writer.put(Attribute.AI_MAX_TOKENS, request.maxTokens());
    writer.put(Attribute.AI_TEMPERATURE, request.temperature());
    writer.put(Attribute.AI_TOP_P, request.topP());
    if (request.saysMore()) {
      writeRest(writer);
    }
    writer.put(Attribute.SERVER_ADDRESS, host);
    writer.put(Attribute.SERVER_PORT, (long) port);
  }

  private void writeRest(AttributeWriter writer) {
    double topK = request.topK();
    writer.put(
        request.dataSource() == null ? Attribute.AI_TOP_K : Attribute.AI_RETRIEVAL_TOP_K,
        Double.isNaN(topK) ? -1 : Math.round(topK));
    writer.put(Attribute.AI_FREQUENCY_PENALTY, request.frequencyPenalty());
    writer.put(Attribute.AI_PRESENCE_PENALTY, request.presencePenalty());
    Long seed = request.seed();
    if (seed != null) {
      writer.write(Attribute.AI_SEED, seed);
    }
    writer.put(Attribute.AI_CHOICES, request.choices());
    List<String> stop = request.stop();
    if (stop != null) {
      writer.write(Attribute.AI_STOP, stop);
    }
    if (request.task() == GenAiTask.INVOKE_WORKFLOW) {
      writer.put(Attribute.AI_WORKFLOW_NAME, request.agentName());
    } else {
      writer.put(Attribute.AI_AGENT_ID, request.agentId());
      writer.put(Attribute.AI_AGENT_NAME, request.agentName());
    }
    writer.put(Attribute.AI_TOOL_NAME, request.toolName());
    writer.put(Attribute.AI_TOOL_TYPE, request.toolType());
    writer.put(Attribute.AI_TOOL_CALL_ID, request.toolCallId());
    writer.put(Attribute.AI_CONVERSATION_ID, request.conversationId());
    writer.put(Attribute.AI_PREVIOUS_RESPONSE, request.previousResponse());
    writer.put(Attribute.AI_OUTPUT_TYPE, request.outputType());
    writer.put(Attribute.AI_REASONING_LEVEL, request.reasoning());
    writer.put(Attribute.AI_REQUEST_TIER, request.tier());
    writer.put(Attribute.AI_DATA_SOURCE, request.dataSource());
  }

  static void write(GenAiUsage usage, AttributeWriter writer, boolean older) {
    writer.put(Attribute.AI_INPUT_TOKENS, usage.input());
    writer.put(Attribute.AI_OUTPUT_TOKENS, usage.output());
    writer.put(Attribute.AI_CACHE_READ_TOKENS, usage.cacheRead());
    writer.put(Attribute.AI_CACHE_WRITE_TOKENS, usage.cacheWrite());
    if (older) {
      writer.put(Attribute.AI_CACHE_CREATION_TOKENS, usage.cacheWrite());
    }
    writer.put(Attribute.AI_REASONING_TOKENS, usage.reasoning());
    writer.put(Attribute.AI_AUDIO_INPUT_TOKENS, usage.audioInput());
    writer.put(Attribute.AI_AUDIO_OUTPUT_TOKENS, usage.audioOutput());
    writer.put(Attribute.AI_IMAGE_INPUT_TOKENS, usage.imageInput());
    writer.put(Attribute.AI_IMAGE_OUTPUT_TOKENS, usage.imageOutput());
  }
}
