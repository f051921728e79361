// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.langchain4j;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import io.obsagent.instrumentation.shared.genai.Endpoint;
import io.obsagent.instrumentation.shared.genai.Endpoints;
import io.obsagent.instrumentation.shared.genai.NewerGetter;
import io.obsagent.instrumentation.shared.genai.PrivateField;
import io.obsagent.instrumentation.shared.genai.Providers;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiTask;
import org.jspecify.annotations.Nullable;

/** What requests say, and to whom. */
final class Requests {
  private static final NewerGetter PROVIDER = new NewerGetter("provider");
  private static final NewerGetter MODEL_NAME = new NewerGetter("modelName");
  private static final NewerGetter REASONING = new NewerGetter("reasoningEffort");
  private static final NewerGetter TIER = new NewerGetter("serviceTier");
  private static final NewerGetter SEED = new NewerGetter("seed");

  /** One for each model, which is a client. */
  private static final Endpoints ENDPOINTS = new Endpoints(Requests::find);

  private Requests() {}

  static GenAiRequest chat(Object model, ChatRequest asked) {
    ChatRequestParameters parameters = asked.parameters();
    String name = parameters.modelName();
    GenAiRequest request =
        ENDPOINTS
            .of(model)
            .request(GenAiTask.CHAT, name == null ? usual(model) : name)
            .temperature(number(parameters.temperature()))
            .topP(number(parameters.topP()))
            .topK(number(parameters.topK()))
            .maxTokens(count(parameters.maxOutputTokens()))
            .frequencyPenalty(number(parameters.frequencyPenalty()))
            .presencePenalty(number(parameters.presencePenalty()))
            .reasoning(REASONING.text(parameters))
            .tier(TIER.text(parameters))
            .seed(SEED.of(parameters) instanceof Number seed ? seed.longValue() : null);
    return parameters.stopSequences().isEmpty()
        ? request
        : request.stop(parameters.stopSequences());
  }

  /** The model by which a request that names none is answered. */
  private static @Nullable String usual(Object model) {
    ChatRequestParameters parameters =
        model instanceof ChatModel whole
            ? whole.defaultRequestParameters()
            : model instanceof StreamingChatModel streaming
                ? streaming.defaultRequestParameters()
                : null;
    return parameters == null ? null : parameters.modelName();
  }

  static GenAiRequest embeddings(Object model) {
    Object name = MODEL_NAME.of(model);
    return ENDPOINTS
        .of(model)
        .request(
            GenAiTask.EMBEDDINGS,
            text(name == null ? PrivateField.read(model, "modelName") : name));
  }

  /** Only the models' clients know where they send to, and nobody is told. */
  private static Endpoint find(Object model) {
    Object client = PrivateField.read(model, "client");
    if (client == null) {
      client = PrivateField.read(model, "geminiService");
    }
    return Endpoint.of(provider(model), text(PrivateField.read(client, "baseUrl")));
  }

  private static String provider(Object model) {
    String name =
        PROVIDER.of(model) instanceof Enum<?> told && !told.name().equals("OTHER")
            ? told.name()
            : Providers.packageBelow("dev.langchain4j.model.", model.getClass());
    return name == null ? "langchain4j" : Providers.of(name);
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private static double number(@Nullable Number value) {
    return value == null ? Double.NaN : value.doubleValue();
  }

  private static long count(@Nullable Integer value) {
    return value == null ? -1 : value;
  }
}
