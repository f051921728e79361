// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awsbedrock;

import java.util.Arrays;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.model.TokenUsage;

/** What differs between versions, and how the service refuses. */
final class Versions {
  private Versions() {}

  static boolean tellsCachedTokens() {
    return Arrays.stream(TokenUsage.class.getMethods())
        .anyMatch(method -> method.getName().equals("cacheReadInputTokens"));
  }

  /** Whether there are streams of both directions. */
  static boolean talks() {
    return Arrays.stream(BedrockRuntimeAsyncClient.class.getMethods())
        .anyMatch(method -> method.getName().equals("invokeModelWithBidirectionalStream"));
  }

  static String refusal(int status, String message) {
    String type =
        switch (status) {
          case 401 -> "UnrecognizedClientException";
          case 429 -> "ThrottlingException";
          case 503 -> "ServiceUnavailableException";
          default -> "InternalServerException";
        };
    return "{\"__type\":\"" + type + "\",\"message\":\"" + message + "\"}";
  }
}
