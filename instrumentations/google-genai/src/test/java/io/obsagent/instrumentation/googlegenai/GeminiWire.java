// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.googlegenai;

import com.google.genai.Client;
import com.google.genai.types.HttpOptions;

/** The Gemini API as it is written, and the library's client for it. */
final class GeminiWire {
  static final String USAGE =
      ",\"usageMetadata\":{\"promptTokenCount\":3,\"candidatesTokenCount\":2,"
          + "\"totalTokenCount\":5}";
  static final String USAGE_SO_FAR =
      ",\"usageMetadata\":{\"promptTokenCount\":3,\"candidatesTokenCount\":1,"
          + "\"totalTokenCount\":4}";
  private static final String RETRIES = "com.google.genai.types.HttpRetryOptions";
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

  static String withoutCandidates() {
    return "{\"modelVersion\":\"m-real\",\"responseId\":\"r-1\"" + USAGE + "}";
  }

  static String chunk(String json) {
    return "data: " + json + "\n\n";
  }

  static Client connect(String url, String key, int retries) throws ReflectiveOperationException {
    HttpOptions.Builder options = HttpOptions.builder().baseUrl(url);
    sendAgain(options, retries);
    return Client.builder().apiKey(key).vertexAI(false).httpOptions(options.build()).build();
  }

  static boolean isOfApache() {
    try {
      Class.forName("okhttp3.OkHttpClient");
      return !sendsAgain();
    } catch (ClassNotFoundException e) {
      return true;
    }
  }

  /** Whether the library has learned to send again. */
  private static boolean sendsAgain() {
    try {
      Class.forName(RETRIES);
      return true;
    } catch (ClassNotFoundException ofAnOlderVersion) {
      return false;
    }
  }

  private static void sendAgain(HttpOptions.Builder options, int retries)
      throws ReflectiveOperationException {
    if (sendsAgain()) {
      Class<?> type = Class.forName(RETRIES);
      Class<?> builderType = Class.forName(RETRIES + "$Builder");
      Object builder = type.getMethod("builder").invoke(null);
      builderType.getMethod("attempts", Integer.class).invoke(builder, retries + 1);
      builderType.getMethod("initialDelay", Double.class).invoke(builder, 0.01);
      Object built = builderType.getMethod("build").invoke(builder);
      HttpOptions.Builder.class.getMethod("retryOptions", type).invoke(options, built);
    }
  }
}
