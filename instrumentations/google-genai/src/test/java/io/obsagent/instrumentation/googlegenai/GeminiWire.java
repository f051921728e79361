// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.googlegenai;

import com.google.genai.Client;
import com.google.genai.types.HttpOptions;

/** The Gemini API as it is written, and the library's client for it. */
final class GeminiWire {
  static final String USAGE =
      ",\"usageMetadata\":{\"promptTokenCount\":3,\"candidatesTokenCount\":2,"
          + "\"totalTokenCount\":5}";
  static final String TEXT = "{\"text\":\"Tea.\"}";

  private GeminiWire() {}

  static String answer(String part, String reason, String usage) {
    return "{\"candidates\":[{\"content\":{\"parts\":["
        + part
        + "],\"role\":\"model\"}"
        + (reason.isEmpty() ? "" : ",\"finishReason\":\"" + reason + "\"")
        + ",\"index\":0}],\"modelVersion\":\"m-real\",\"responseId\":\"r-1\""
        + usage
        + "}";
  }

  static String chunk(String json) {
    return "data: " + json + "\n\n";
  }

  static Client connect(String url, String key) {
    return Client.builder()
        .apiKey(key)
        .vertexAI(false)
        .httpOptions(HttpOptions.builder().baseUrl(url).build())
        .build();
  }
}
