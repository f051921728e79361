// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.langchain4j;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import io.obsagent.instrumentation.shared.genai.Endpoint;
import io.obsagent.instrumentation.shared.genai.NewerGetter;
import io.obsagent.instrumentation.shared.genai.PrivateField;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiTask;
import io.obsagent.spi.telemetry.WeakMap;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What requests say, and to whom. */
final class Requests {
  /** Who answers where nobody is known by name. */
  static final String LIBRARY = "langchain4j";

  private static final NewerGetter PROVIDER = new NewerGetter("provider");
  private static final NewerGetter MODEL_NAME = new NewerGetter("modelName");
  private static final NewerGetter REASONING = new NewerGetter("reasoningEffort");
  private static final NewerGetter TIER = new NewerGetter("serviceTier");
  private static final NewerGetter SEED = new NewerGetter("seed");

  /** One for each model, which is a client. */
  private static final WeakMap<Object, Endpoint> OF_MODELS = new WeakMap<>();

  private Requests() {}

  static GenAiRequest chat(Object model, ChatRequest asked) {
    ChatRequestParameters parameters = asked.parameters();
    String name = parameters.modelName();
    GenAiRequest request =
        to(model)
            .request(GenAiTask.CHAT, name == null ? usual(model) : name)
            .temperature(number(parameters.temperature()))
            .topP(number(parameters.topP()))
            .topK(number(parameters.topK()))
            .maxTokens(count(parameters.maxOutputTokens()))
            .frequencyPenalty(number(parameters.frequencyPenalty()))
            .presencePenalty(number(parameters.presencePenalty()))
            .reasoning(text(REASONING.of(parameters)))
            .tier(text(TIER.of(parameters)))
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
    return to(model)
        .request(
            GenAiTask.EMBEDDINGS,
            text(name == null ? PrivateField.read(model, "modelName") : name));
  }

  /**
   * @param owner a retriever or a store, whose class tells what it is
   */
  static GenAiRequest retrieval(Object owner, String packages) {
    Class<?> type = owner.getClass();
    String segment = segment(type, packages);
    return GenAiRequest.of(GenAiTask.RETRIEVAL, segment == null ? LIBRARY : segment)
        .dataSource(type.getSimpleName());
  }

  private static Endpoint to(Object model) {
    Endpoint known = OF_MODELS.get(model);
    return known != null ? known : OF_MODELS.putIfAbsent(model, find(model));
  }

  /** Only the models' clients know where they send to, and nobody is told. */
  private static Endpoint find(Object model) {
    Object client = PrivateField.read(model, "client");
    if (client == null) {
      client = PrivateField.read(model, "geminiService");
    }
    return Endpoint.of(provider(model), text(PrivateField.read(client, "baseUrl")));
  }

  /** In the words of the OpenTelemetry conventions. */
  private static String provider(Object model) {
    Object told = PROVIDER.of(model);
    String name =
        told instanceof Enum<?> provider && !provider.name().equals("OTHER")
            ? provider.name()
            : segment(model.getClass(), "dev.langchain4j.model.");
    if (name == null) {
      return LIBRARY;
    }
    String letters = name.toLowerCase(Locale.ROOT);
    return switch (letters.replace("_", "")) {
      case "openai", "openaiofficial" -> "openai";
      case "amazonbedrock", "bedrock" -> "aws.bedrock";
      case "azureopenai", "azure" -> "azure.ai.openai";
      case "githubmodels", "github", "microsoftfoundry" -> "azure.ai.inference";
      case "googleaigemini", "googleai" -> "gcp.gemini";
      case "googlegenai" -> "gcp.gen_ai";
      case "googlevertexaigemini", "googlevertexaianthropic", "vertexai" -> "gcp.vertex_ai";
      case "mistralai" -> "mistral_ai";
      case "watsonx" -> "ibm.watsonx.ai";
      case "voyageai" -> "voyage_ai";
      default -> letters;
    };
  }

  /** The package after those that all of the library's classes of a kind are below. */
  private static @Nullable String segment(Class<?> type, String packages) {
    String name = type.getName();
    int end = name.startsWith(packages) ? name.indexOf('.', packages.length()) : -1;
    return end < 0 ? null : name.substring(packages.length(), end);
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
