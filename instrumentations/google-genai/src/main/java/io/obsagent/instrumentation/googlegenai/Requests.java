// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.googlegenai;

import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.ThinkingConfig;
import io.obsagent.instrumentation.shared.genai.Endpoint;
import io.obsagent.instrumentation.shared.genai.Endpoints;
import io.obsagent.instrumentation.shared.genai.NewerGetter;
import io.obsagent.instrumentation.shared.genai.PrivateField;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiTask;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What requests say, and to whom. */
final class Requests {
  private static final NewerGetter THINKING_LEVEL = new NewerGetter("thinkingLevel");

  static final Endpoints TO = new Endpoints(Requests::find);

  private Requests() {}

  static GenAiRequest content(
      Object models, @Nullable String model, @Nullable GenerateContentConfig config) {
    GenAiRequest request = TO.of(models).request(GenAiTask.GENERATE_CONTENT, model);
    if (config == null) {
      return request;
    }
    Integer seed = config.seed().orElse(null);
    return request
        .maxTokens(config.maxOutputTokens().orElse(-1))
        .temperature(number(config.temperature()))
        .topP(number(config.topP()))
        .topK(number(config.topK()))
        .frequencyPenalty(number(config.frequencyPenalty()))
        .presencePenalty(number(config.presencePenalty()))
        .choices(config.candidateCount().orElse(-1))
        .seed(seed == null ? null : seed.longValue())
        .stop(config.stopSequences().orElse(null))
        .reasoning(reasoning(config.thinkingConfig().orElse(null)));
  }

  private static double number(Optional<Float> value) {
    Float known = value.orElse(null);
    return known == null ? Double.NaN : Double.parseDouble(known.toString());
  }

  private static @Nullable String reasoning(@Nullable ThinkingConfig config) {
    if (config == null) {
      return null;
    }
    String level = THINKING_LEVEL.text(config);
    Integer budget = config.thinkingBudget().orElse(null);
    return level != null ? level : budget == null ? null : budget.toString();
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
