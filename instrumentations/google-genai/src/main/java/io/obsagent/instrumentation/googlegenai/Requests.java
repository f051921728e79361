// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.googlegenai;

import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.HttpOptions;
import io.obsagent.instrumentation.shared.genai.Endpoint;
import io.obsagent.instrumentation.shared.genai.Endpoints;
import io.obsagent.instrumentation.shared.genai.PrivateField;
import io.obsagent.instrumentation.shared.genai.RequestTable;
import io.obsagent.instrumentation.shared.genai.RequestTable.Asks;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiTask;
import org.jspecify.annotations.Nullable;

/** What requests say, and to whom. */
final class Requests {
  private static final RequestTable REQUEST =
      new RequestTable()
          .asks(Asks.MAX_TOKENS, "maxOutputTokens")
          .asks(Asks.TEMPERATURE, "temperature")
          .asks(Asks.TOP_P, "topP")
          .asks(Asks.TOP_K, "topK")
          .asks(Asks.FREQUENCY_PENALTY, "frequencyPenalty")
          .asks(Asks.PRESENCE_PENALTY, "presencePenalty")
          .asks(Asks.CHOICES, "candidateCount")
          .asks(Asks.SEED, "seed")
          .asks(Asks.STOP, "stopSequences")
          .asks(Asks.REASONING, "thinkingConfig.thinkingLevel", "thinkingConfig.thinkingBudget");

  static final Endpoints TO = new Endpoints(Requests::find);

  private Requests() {}

  static GenAiRequest content(
      Object models, @Nullable String model, @Nullable GenerateContentConfig config) {
    GenAiRequest request = TO.of(models).request(GenAiTask.GENERATE_CONTENT, model);
    return config == null ? request : REQUEST.settings(request, config);
  }

  /** The client is package-private, and nothing else leads to it. */
  private static Endpoint find(Object models) {
    Object owner = PrivateField.read(models, "models");
    Object client = PrivateField.read(owner == null ? models : owner, "apiClient");
    boolean vertex = Boolean.TRUE.equals(PrivateField.read(client, "vertexAI"));
    String url =
        PrivateField.read(client, "httpOptions") instanceof HttpOptions options
            ? options.baseUrl().orElse(null)
            : null;
    return Endpoint.of(vertex ? "gcp.vertex_ai" : "gcp.gemini", url);
  }
}
