// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.azureai;

import com.azure.core.util.BinaryData;
import io.obsagent.instrumentation.shared.genai.Endpoint;
import io.obsagent.instrumentation.shared.genai.Endpoints;
import io.obsagent.instrumentation.shared.genai.NewerGetter;
import io.obsagent.instrumentation.shared.genai.PrivateField;
import io.obsagent.instrumentation.shared.genai.SpokenText;
import io.obsagent.spi.telemetry.GenAiContent;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiTask;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What requests say, and to whom; the same getters in both libraries. */
final class Requests {
  private static final String OF_OPENAI = "com.azure.ai.openai.";
  private static final String OPENAI = "https://api.openai.com/v1";
  private static final NewerGetter ENDPOINT = new NewerGetter("getEndpoint");
  private static final NewerGetter MODEL = new NewerGetter("getModel");
  private static final NewerGetter MAX_COMPLETION = new NewerGetter("getMaxCompletionTokens");
  private static final NewerGetter MAX_TOKENS = new NewerGetter("getMaxTokens");
  private static final NewerGetter TEMPERATURE = new NewerGetter("getTemperature");
  private static final NewerGetter TOP_P = new NewerGetter("getTopP");
  private static final NewerGetter FREQUENCY = new NewerGetter("getFrequencyPenalty");
  private static final NewerGetter PRESENCE = new NewerGetter("getPresencePenalty");
  private static final NewerGetter CHOICES = new NewerGetter("getN");
  private static final NewerGetter SEED = new NewerGetter("getSeed");
  private static final NewerGetter STOP = new NewerGetter("getStop");
  private static final NewerGetter REASONING = new NewerGetter("getReasoningEffort");
  private static final NewerGetter TIER = new NewerGetter("getServiceTierOptions");
  private static final NewerGetter MESSAGES = new NewerGetter("getMessages");
  private static final NewerGetter PROMPT = new NewerGetter("getPrompt");
  private static final NewerGetter ROLE = new NewerGetter("getRole");
  private static final String REQUEST = "ChatRequest";
  private static final String MESSAGE = "Message";
  private static final NewerGetter TOOL_CALL_ID = new NewerGetter("getToolCallId");
  private static final NewerGetter CONTENT = new NewerGetter("getContent");

  private static final Endpoints TO = new Endpoints(Requests::find);

  private Requests() {}

  static GenAiRequest of(
      Object client,
      GenAiTask task,
      @Nullable String model,
      @Nullable Object asked,
      boolean stream) {
    GenAiRequest request =
        TO.of(client).request(task, model == null ? MODEL.text(asked) : model).stream(stream);
    if (asked == null || task == GenAiTask.EMBEDDINGS) {
      return request;
    }
    long most = MAX_COMPLETION.count(asked);
    return request
        .maxTokens(most < 0 ? MAX_TOKENS.count(asked) : most)
        .temperature(TEMPERATURE.number(asked))
        .topP(TOP_P.number(asked))
        .frequencyPenalty(FREQUENCY.number(asked))
        .presencePenalty(PRESENCE.number(asked))
        .choices(CHOICES.count(asked))
        .seed(SEED.of(asked) instanceof Long seed ? seed : null)
        .stop(STOP.texts(asked))
        .reasoning(REASONING.text(asked))
        .tier(TIER.text(asked));
  }

  private static Endpoint find(Object client) {
    String protocol =
        client.getClass().getName().startsWith(OF_OPENAI)
            ? "azure.ai.openai"
            : "azure.ai.inference";
    Object service = PrivateField.read(client, "serviceClient");
    if (service != null) {
      return Endpoint.of(protocol, ENDPOINT.text(service));
    }
    Object openAi = PrivateField.read(client, "openAIServiceClient");
    String told = ENDPOINT.text(openAi);
    return openAi == null
        ? Endpoint.of(protocol, null)
        : Endpoint.of("openai", told == null ? OPENAI : told);
  }

  static void tellSaid(GenAiContent said, @Nullable Object asked) {
    if (MESSAGES.of(asked) instanceof List<?> messages) {
      for (Object message : messages) {
        String answered = TOOL_CALL_ID.text(message);
        if (answered == null) {
          said.input(role(message), spoken(CONTENT.of(message)));
        } else {
          said.toolResult(answered, spoken(CONTENT.of(message)));
        }
      }
    } else if (asked instanceof String prompt) {
      said.input("user", prompt);
    } else if (PROMPT.of(asked) instanceof List<?> prompts) {
      said.input("user", SpokenText.of(prompts));
    }
  }

  /** Some versions tell it by the type alone: {@code ChatRequestUserMessage}. */
  private static String role(Object message) {
    Object told = ROLE.of(message);
    if (told != null) {
      return told.toString();
    }
    String type = message.getClass().getSimpleName();
    return type.startsWith(REQUEST) && type.endsWith(MESSAGE)
        ? type.substring(REQUEST.length(), type.length() - MESSAGE.length())
            .toLowerCase(Locale.ROOT)
        : "user";
  }

  private static @Nullable String spoken(@Nullable Object content) {
    if (content instanceof BinaryData data) {
      return data.isReplayable() ? spoken(data) : null;
    }
    return SpokenText.of(content);
  }

  /** JSON: a text, or a list of parts that may have one. */
  private static @Nullable String spoken(BinaryData data) {
    String json = data.toString();
    if (json.startsWith("\"")) {
      return data.toObject(String.class);
    }
    if (!json.startsWith("[")) {
      return json;
    }
    StringBuilder all = new StringBuilder();
    for (Object part : data.toObject(List.class)) {
      if (part instanceof Map<?, ?> map && map.get("text") instanceof String text) {
        all.append(text);
      }
    }
    return all.toString();
  }
}
