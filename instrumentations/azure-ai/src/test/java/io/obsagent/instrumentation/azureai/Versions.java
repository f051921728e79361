// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.azureai;

import com.azure.ai.openai.models.ChatCompletions;
import com.azure.ai.openai.models.CompletionsUsage;
import java.util.Arrays;

/** What only some versions have. */
final class Versions {
  static final boolean TELLS_KINDS = has(CompletionsUsage.class, "getPromptTokensDetails");
  static final boolean TELLS_TOOLS =
      ChatCompletions.class.getResource("ChatCompletionsToolCall.class") != null;
  static final boolean TELLS_MODEL = has(ChatCompletions.class, "getModel");

  private Versions() {}

  private static boolean has(Class<?> type, String method) {
    return Arrays.stream(type.getMethods()).anyMatch(found -> found.getName().equals(method));
  }
}
