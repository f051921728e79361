// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openai;

import static io.obsagent.instrumentation.openai.Fields.orNaN;
import static io.obsagent.instrumentation.openai.Fields.orNull;
import static io.obsagent.instrumentation.openai.Fields.orUnknown;
import static io.obsagent.instrumentation.openai.Fields.word;

import com.openai.core.ClientOptions;
import com.openai.models.Reasoning;
import com.openai.models.audio.speech.SpeechCreateParams;
import com.openai.models.audio.transcriptions.TranscriptionCreateParams;
import com.openai.models.audio.translations.TranslationCreateParams;
import com.openai.models.batches.BatchRetrieveParams;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.images.ImageCreateVariationParams;
import com.openai.models.images.ImageEditParams;
import com.openai.models.images.ImageGenerateParams;
import com.openai.models.moderations.ModerationCreateParams;
import com.openai.models.responses.ResponseCreateParams;
import io.obsagent.instrumentation.shared.genai.Endpoint;
import io.obsagent.instrumentation.shared.genai.Endpoints;
import io.obsagent.instrumentation.shared.genai.PrivateField;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiTask;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What requests say, and to whom. */
final class Requests {
  /** Of services: one for each client and each of its variations. */
  private static final Endpoints TO = new Endpoints(Requests::find);

  private Requests() {}

  static GenAiRequest of(Object service, Object params) {
    Endpoint to = TO.of(service);
    if (params instanceof ChatCompletionCreateParams chat) {
      return chat(to, chat);
    }
    if (params instanceof ResponseCreateParams response) {
      return response(to, response);
    }
    if (params instanceof CompletionCreateParams text) {
      return to.request(GenAiTask.TEXT_COMPLETION, word(text._model()))
          .maxTokens(orUnknown(text._maxTokens()))
          .temperature(orNaN(text._temperature()));
    }
    if (params instanceof EmbeddingCreateParams texts) {
      return to.request(GenAiTask.EMBEDDINGS, word(texts._model()));
    }
    if (params instanceof ModerationCreateParams texts) {
      return to.request(GenAiTask.MODERATION, word(texts._model()));
    }
    return media(to, params);
  }

  private static GenAiRequest chat(Endpoint to, ChatCompletionCreateParams params) {
    long maxTokens = orUnknown(params._maxCompletionTokens());
    return to.request(GenAiTask.CHAT, word(params._model()))
        .maxTokens(maxTokens >= 0 ? maxTokens : orUnknown(params._maxTokens()))
        .temperature(orNaN(params._temperature()))
        .topP(orNaN(params._topP()))
        .frequencyPenalty(orNaN(params._frequencyPenalty()))
        .presencePenalty(orNaN(params._presencePenalty()))
        .seed(orNull(params._seed()))
        .choices(orUnknown(params._n()))
        .reasoning(word(params._reasoningEffort()))
        .tier(word(params._serviceTier()));
  }

  private static GenAiRequest response(Endpoint to, ResponseCreateParams params) {
    Reasoning reasoning = orNull(params._reasoning());
    return to.request(GenAiTask.CHAT, Fields.model(params._model()))
        .maxTokens(orUnknown(params._maxOutputTokens()))
        .temperature(orNaN(params._temperature()))
        .topP(orNaN(params._topP()))
        .previousResponse(orNull(params._previousResponseId()))
        .reasoning(reasoning == null ? null : word(reasoning._effort()))
        .tier(word(params._serviceTier()));
  }

  private static GenAiRequest media(Endpoint to, Object params) {
    if (params instanceof ImageGenerateParams image) {
      return generate(to, word(image._model()), "image");
    }
    if (params instanceof ImageEditParams image) {
      return generate(to, name(image.model()), "image");
    }
    if (params instanceof ImageCreateVariationParams image) {
      return generate(to, name(image.model()), "image");
    }
    if (params instanceof SpeechCreateParams speech) {
      return generate(to, word(speech._model()), "speech");
    }
    if (params instanceof TranscriptionCreateParams audio) {
      return generate(to, audio.model().asString(), "text");
    }
    if (params instanceof TranslationCreateParams audio) {
      return generate(to, audio.model().asString(), "text");
    }
    boolean fetches = params instanceof BatchRetrieveParams;
    return to.request(fetches ? GenAiTask.FETCH_RESPONSE : GenAiTask.CREATE_BATCH, null);
  }

  private static GenAiRequest generate(Endpoint to, @Nullable String model, String output) {
    return to.request(GenAiTask.GENERATE_CONTENT, model).outputType(output);
  }

  private static @Nullable String name(Optional<?> model) {
    return model.isPresent() ? model.get().toString() : null;
  }

  /** The same request, which asks for the usage, unless the application has decided that. */
  static Object withUsage(Object params) {
    if (!(params instanceof ChatCompletionCreateParams chat) || chat.streamOptions().isPresent()) {
      return params;
    }
    return chat.toBuilder()
        .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
        .build();
  }

  /** The options are private to the service, and nothing else leads to them. */
  private static Endpoint find(Object service) {
    Object options = PrivateField.read(service, "clientOptions");
    return Endpoint.of("openai", options instanceof ClientOptions known ? known.baseUrl() : null);
  }
}
