// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openai;

import com.openai.core.ClientOptions;
import com.openai.core.JsonField;
import com.openai.models.ChatModel;
import com.openai.models.ResponsesModel;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.embeddings.EmbeddingModel;
import com.openai.models.responses.ResponseCreateParams;
import io.obsagent.instrumentation.shared.genai.Endpoint;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiTask;
import io.obsagent.spi.telemetry.WeakMap;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/**
 * What requests say, and to whom. Fields are read as JSON, which never throws, whatever is absent.
 */
final class Requests {
  /** Services are few and long-lived: one for each client and each of its variations. */
  private static final WeakMap<Object, Endpoint> OF_SERVICES = new WeakMap<>();

  private Requests() {}

  static GenAiRequest of(Object service, Object params) {
    Endpoint known = OF_SERVICES.get(service);
    Endpoint to = known != null ? known : OF_SERVICES.putIfAbsent(service, find(service));
    if (params instanceof ChatCompletionCreateParams chat) {
      return chat(to, chat);
    }
    if (params instanceof ResponseCreateParams response) {
      return to.request(GenAiTask.CHAT, name(orNull(response._model())))
          .maxTokens(orUnknown(response._maxOutputTokens()))
          .temperature(orNaN(response._temperature()))
          .topP(orNaN(response._topP()));
    }
    EmbeddingModel model =
        params instanceof EmbeddingCreateParams texts ? orNull(texts._model()) : null;
    return to.request(GenAiTask.EMBEDDINGS, model == null ? null : model.asString());
  }

  private static GenAiRequest chat(Endpoint to, ChatCompletionCreateParams params) {
    ChatModel model = orNull(params._model());
    long maxTokens = orUnknown(params._maxCompletionTokens());
    return to.request(GenAiTask.CHAT, model == null ? null : model.asString())
        .maxTokens(maxTokens >= 0 ? maxTokens : orUnknown(params._maxTokens()))
        .temperature(orNaN(params._temperature()))
        .topP(orNaN(params._topP()))
        .frequencyPenalty(orNaN(params._frequencyPenalty()))
        .presencePenalty(orNaN(params._presencePenalty()))
        .seed(orNull(params._seed()))
        .choices(orUnknown(params._n()));
  }

  /** The options are private to the service, and nothing else leads to them. */
  private static Endpoint find(Object service) {
    String baseUrl = null;
    try {
      Field field = service.getClass().getDeclaredField("clientOptions");
      field.setAccessible(true);
      baseUrl = field.get(service) instanceof ClientOptions options ? options.baseUrl() : null;
    } catch (ReflectiveOperationException | RuntimeException e) {
      // The host stays unknown.
    }
    return Endpoint.of("openai", baseUrl);
  }

  static @Nullable String name(@Nullable ResponsesModel model) {
    if (model == null) {
      return null;
    }
    return model.chat().isPresent() ? model.chat().get().asString() : model.string().orElse(null);
  }

  @SuppressWarnings("unchecked") // what is known is of the field's type
  static <T> @Nullable T orNull(JsonField<T> field) {
    return (T) field.accept(Known.INSTANCE);
  }

  static long orUnknown(JsonField<Long> field) {
    Long known = orNull(field);
    return known == null ? -1 : known;
  }

  private static double orNaN(JsonField<Double> field) {
    Double known = orNull(field);
    return known == null ? Double.NaN : known;
  }

  /** Gives what is known as it is, where {@code asKnown} makes an {@code Optional} each time. */
  private enum Known implements JsonField.Visitor<Object, @Nullable Object> {
    INSTANCE;

    @Override
    public Object visitKnown(Object value) {
      return value;
    }

    @Override
    public @Nullable Object visitDefault() {
      return null;
    }
  }
}
