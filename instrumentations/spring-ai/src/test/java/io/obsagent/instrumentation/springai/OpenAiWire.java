// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springai;

/** What OpenAI writes. */
final class OpenAiWire {
  static final String HEAD =
      "{\"id\":\"c-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m-real\",\"choices\":[";
  static final String USAGE =
      ",\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}}";
  static final String TEXT =
      "{\"index\":0,\"finish_reason\":\"stop\",\"message\":{\"role\":\"assistant\",\"content\":\"Tea.\"}}]";
  private static final String CALL =
      "\"tool_calls\":[{\"index\":0,\"id\":\"t-1\",\"type\":\"function\",\"function\":"
          + "{\"name\":\"kettle\",\"arguments\":\"{\\\"litres\\\":1}\"}}]}";
  static final String TOOL_CALL =
      "{\"index\":0,\"finish_reason\":\"tool_calls\",\"message\":{\"role\":\"assistant\",\"content\":null,"
          + CALL
          + "}]";

  private OpenAiWire() {}

  /** The beginning of another answer, which asks for a tool. */
  static String toolChunks() {
    String chunks =
        chunk("{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":null," + CALL + "}")
            + chunk("{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}")
            + last()
            + "data: [DONE]\n\n";
    return chunks.replace("c-1", "c-0");
  }

  static String word(String word) {
    return chunk(
        "{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\""
            + word
            + "\"},\"finish_reason\":null}");
  }

  static String end() {
    return chunk("{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}")
        + last()
        + "data: [DONE]\n\n";
  }

  private static String chunk(String choices) {
    return chunk(choices, "}");
  }

  private static String last() {
    return chunk("", USAGE);
  }

  private static String chunk(String choices, String usage) {
    return "data: {\"id\":\"c-1\",\"object\":\"chat.completion.chunk\",\"created\":1,"
        + "\"model\":\"m-real\",\"choices\":["
        + choices
        + "]"
        + usage
        + "\n\n";
  }
}
