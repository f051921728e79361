// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springai;

import io.obsagent.instrumentation.shared.genai.Endpoint;
import io.obsagent.instrumentation.shared.genai.NewerGetter;
import io.obsagent.instrumentation.shared.genai.PrivateField;
import io.obsagent.instrumentation.shared.genai.Providers;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiTask;
import io.obsagent.spi.telemetry.WeakMap;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingRequest;

/** What requests say, and to whom. What a vendor's SDK below tells of that is nearer to it. */
final class Requests {
  private static final NewerGetter DEFAULTS = new NewerGetter("getOptions", "getDefaultOptions");
  private static final String CHAT = "ChatModel";
  private static final String EMBEDDING = "EmbeddingModel";

  private static final WeakMap<Object, Target> OF_MODELS = new WeakMap<>();

  /**
   * @param overSdk whether Spring's own HTTP is not known to be below
   */
  private record Target(Endpoint endpoint, boolean overSdk) {}

  private Requests() {}

  static GenAiRequest chat(Object model, Prompt prompt, boolean stream) {
    ChatOptions asked = prompt.getOptions();
    ChatOptions usual = DEFAULTS.of(model) instanceof ChatOptions options ? options : null;
    String name =
        first(asked == null ? null : asked.getModel(), usual == null ? null : usual.getModel());
    GenAiRequest request = target(model).endpoint.request(GenAiTask.CHAT, name).stream(stream);
    if (usual != null) {
      add(request, usual);
    }
    if (asked != null) {
      add(request, asked);
    }
    return request;
  }

  private static void add(GenAiRequest request, ChatOptions options) {
    Integer most = options.getMaxTokens();
    if (most != null) {
      request.maxTokens(most);
    }
    if (options.getTemperature() != null) {
      request.temperature(options.getTemperature());
    }
    if (options.getTopP() != null) {
      request.topP(options.getTopP());
    }
    request
        .topK(number(options.getTopK()))
        .frequencyPenalty(number(options.getFrequencyPenalty()))
        .presencePenalty(number(options.getPresencePenalty()))
        .stop(options.getStopSequences());
  }

  private static double number(@Nullable Number value) {
    return value == null ? Double.NaN : value.doubleValue();
  }

  static GenAiRequest embeddings(Object model, EmbeddingRequest request) {
    EmbeddingOptions asked = request.getOptions();
    Object usual = DEFAULTS.of(model);
    if (usual == null) {
      usual = PrivateField.read(model, "defaultOptions");
    }
    String name =
        first(
            asked == null ? null : asked.getModel(),
            usual instanceof EmbeddingOptions options ? options.getModel() : null);
    return target(model).endpoint.request(GenAiTask.EMBEDDINGS, name);
  }

  private static @Nullable String first(@Nullable String one, @Nullable String other) {
    return one == null || one.isEmpty() ? other : one;
  }

  /** Whether a vendor's SDK may be below the model, or another model. */
  static boolean isOverSdk(Object model) {
    return target(model).overSdk;
  }

  private static Target target(Object model) {
    Target known = OF_MODELS.get(model);
    return known != null ? known : OF_MODELS.putIfAbsent(model, find(model));
  }

  /**
   * Models keep what they talk by in a field, as {@code openAiApi}; some of those know where to.
   */
  private static Target find(Object model) {
    String provider = provider(model.getClass());
    boolean overSdk = true;
    for (Class<?> type = model.getClass(); type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (field.getType().getSimpleName().endsWith("Api")) {
          overSdk = false;
          Object api = PrivateField.read(model, field.getName());
          if (PrivateField.read(api, "baseUrl") instanceof String url) {
            return new Target(Endpoint.of(provider, url), false);
          }
        }
      }
    }
    return new Target(Endpoint.of(provider, null), overSdk);
  }

  /** Models are named after providers, those of others as well. */
  private static String provider(Class<?> model) {
    String name = model.getSimpleName();
    int proxy = name.indexOf('$');
    if (proxy > 0) {
      name = name.substring(0, proxy);
    }
    String suffix = name.endsWith(CHAT) ? CHAT : name.endsWith(EMBEDDING) ? EMBEDDING : null;
    return suffix == null || name.length() == suffix.length()
        ? "spring_ai"
        : Providers.of(name.substring(0, name.length() - suffix.length()));
  }
}
