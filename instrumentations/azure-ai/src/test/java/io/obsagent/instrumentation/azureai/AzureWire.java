// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.azureai;

import com.azure.core.http.policy.FixedDelay;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.http.policy.RetryPolicy;
import com.azure.core.util.BinaryData;
import io.obsagent.testing.GenAiCalls.Wire;
import java.time.Duration;

/** The format of both APIs, and what clients are built with. */
final class AzureWire {
  private static final String HEAD =
      "{\"id\":\"c-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m-real\",\"choices\":[";
  private static final String TEXT =
      "{\"index\":0,\"finish_reason\":\"stop\",\"message\":{\"role\":\"assistant\",\"content\":\"Tea.\"}}]";
  private static final String TOOL_CALL =
      "{\"index\":0,\"finish_reason\":\"tool_calls\",\"message\":{\"role\":\"assistant\",\"content\":null,"
          + "\"tool_calls\":[{\"id\":\"t-1\",\"type\":\"function\",\"function\":"
          + "{\"name\":\"kettle\",\"arguments\":\"{\\\"litres\\\":1}\"}}]}}]";
  private static final String USAGE =
      ",\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}}";

  static final String LIMITS =
      "x-ratelimit-limit-requests: 100\r\nx-ratelimit-remaining-requests: 99\r\n";

  private AzureWire() {}

  static String answer(String usage) {
    return HEAD + TEXT + usage;
  }

  static String answer() {
    return answer(USAGE);
  }

  static Wire wire() {
    return new Wire(
        answer(),
        "stop",
        HEAD + TOOL_CALL + USAGE,
        "tool_calls",
        HEAD + TEXT + "}",
        chunk("{\"index\":0,\"delta\":{\"content\":\"Tea\"},\"finish_reason\":null}", "}"),
        chunk("{\"index\":0,\"delta\":{\"content\":\".\"},\"finish_reason\":\"stop\"}", "}")
            + chunk("", USAGE)
            + "data: [DONE]\n\n",
        true);
  }

  static String toolCallStream() {
    return toolCall(
            "\"id\":\"t-1\",\"type\":\"function\",", "\"name\":\"kettle\",\"arguments\":\"\"")
        + toolCall("", "\"arguments\":\"{\\\"litres\"")
        + toolCall("", "\"arguments\":\"\\\":1}\"")
        + chunk("{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}", "}")
        + chunk("", USAGE)
        + "data: [DONE]\n\n";
  }

  private static String toolCall(String head, String function) {
    return chunk(
        "{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,"
            + head
            + "\"function\":{"
            + function
            + "}}]},\"finish_reason\":null}",
        "}");
  }

  private static String chunk(String choices, String usage) {
    return "data: {\"id\":\"c-1\",\"object\":\"chat.completion.chunk\",\"created\":1,"
        + "\"model\":\"m-real\",\"choices\":["
        + choices
        + "]"
        + usage
        + "\n\n";
  }

  /** A request as each version of its class reads it. */
  static <T> T read(String json, Class<T> type) {
    return BinaryData.fromString(json).toObject(type);
  }

  static String question(String text) {
    return "{\"messages\":[{\"role\":\"user\",\"content\":\""
        + text
        + "\"}],\"temperature\":0.25,\"max_tokens\":64,\"stop\":[\"END\"]}";
  }

  /** A key goes over TLS only, where the library sends it by itself. */
  static HttpPipelinePolicy key(String key) {
    return (call, next) -> {
      call.getHttpRequest().setHeader("api-key", key);
      return next.process();
    };
  }

  static RetryPolicy retries(int most) {
    return new RetryPolicy(new FixedDelay(most, Duration.ofMillis(1)));
  }
}
