// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.aioverhead;

import java.nio.charset.StandardCharsets;

/** What providers answer. */
final class Wire {
  static final String OPENAI =
      "{\"id\":\"c-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"gpt-4o\",\"choices\":"
          + "[{\"index\":0,\"finish_reason\":\"stop\",\"message\":{\"role\":\"assistant\","
          + "\"content\":\"Tea.\"}}],"
          + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}}";
  static final String ANTHROPIC =
      "{\"id\":\"m-1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-sonnet-4-5\","
          + "\"content\":[{\"type\":\"text\",\"text\":\"Tea.\"}],\"stop_reason\":\"end_turn\","
          + "\"stop_sequence\":null,\"usage\":{\"input_tokens\":3,\"output_tokens\":2}}";
  static final String BEDROCK =
      "{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[{\"text\":\"Tea.\"}]}},"
          + "\"stopReason\":\"end_turn\","
          + "\"usage\":{\"inputTokens\":3,\"outputTokens\":2,\"totalTokens\":5},"
          + "\"metrics\":{\"latencyMs\":1}}";

  static final String GEMINI =
      "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Tea.\"}],\"role\":\"model\"},"
          + "\"finishReason\":\"STOP\",\"index\":0}],\"modelVersion\":\"gemini-2.5-flash\","
          + "\"responseId\":\"r-1\",\"usageMetadata\":{\"promptTokenCount\":3,"
          + "\"candidatesTokenCount\":2,\"totalTokenCount\":5}}";
  static final String COHERE =
      "{\"id\":\"c-1\",\"finish_reason\":\"COMPLETE\",\"message\":{\"role\":\"assistant\","
          + "\"content\":[{\"type\":\"text\",\"text\":\"Tea.\"}]},"
          + "\"usage\":{\"billed_units\":{\"input_tokens\":3,\"output_tokens\":2}}}";

  static final String RESPONSE =
      "{\"id\":\"r-1\",\"object\":\"response\",\"created_at\":1,\"status\":\"completed\",\"model\":\"gpt-4o\","
          + "\"output\":[],\"tools\":[],\"parallel_tool_calls\":true,\"tool_choice\":\"auto\",\"usage\":"
          + "{\"input_tokens\":3,\"input_tokens_details\":{\"cached_tokens\":0},\"output_tokens\":2,"
          + "\"output_tokens_details\":{\"reasoning_tokens\":0},\"total_tokens\":5}}";

  private Wire() {}

  static String responseStream(int chunks) {
    String delta =
        event(
            "response.output_text.delta",
            "\"item_id\":\"i-1\",\"output_index\":0,\"content_index\":0,\"delta\":\"Tea\","
                + "\"logprobs\":[],\"sequence_number\":1");
    return delta.repeat(chunks)
        + event("response.completed", "\"sequence_number\":2,\"response\":" + RESPONSE);
  }

  static String cohereStream(int chunks) {
    String delta =
        event(
            "content-delta",
            "\"index\":0,\"delta\":{\"message\":{\"content\":{\"text\":\"Tea\"}}}");
    return event("message-start", "\"id\":\"c-1\"")
        + delta.repeat(chunks)
        + event(
            "message-end",
            "\"delta\":{\"finish_reason\":\"COMPLETE\","
                + "\"usage\":{\"billed_units\":{\"input_tokens\":3,\"output_tokens\":2}}}");
  }

  static String openAiStream(int chunks) {
    String chunk =
        "data: {\"id\":\"c-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-4o\","
            + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Tea\"},\"finish_reason\":null}]}\n\n";
    return chunk.repeat(chunks)
        + "data: {\"id\":\"c-1\",\"object\":\"chat.completion.chunk\",\"created\":1,"
        + "\"model\":\"gpt-4o\",\"choices\":[],"
        + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}}\n\n"
        + "data: [DONE]\n\n";
  }

  static String anthropicStream(int chunks) {
    String delta =
        event(
            "content_block_delta",
            "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Tea\"}");
    return event(
            "message_start",
            "\"message\":"
                + ANTHROPIC
                    .replace("\"end_turn\"", "null")
                    .replace("\"text\":\"Tea.\"", "\"text\":\"\""))
        + delta.repeat(chunks)
        + event(
            "message_delta",
            "\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},"
                + "\"usage\":{\"output_tokens\":2}")
        + event("message_stop", "\"x\":0");
  }

  private static String event(String type, String fields) {
    return "event: " + type + "\ndata: {\"type\":\"" + type + "\"," + fields + "}\n\n";
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
