// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.azureai;

import com.azure.core.util.BinaryData;
import io.obsagent.instrumentation.shared.genai.Endpoint;
import io.obsagent.instrumentation.shared.genai.NewerGetter;
import io.obsagent.instrumentation.shared.genai.PrivateField;
import io.obsagent.instrumentation.shared.genai.SpokenText;
import io.obsagent.spi.telemetry.GenAiContent;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiTask;
import io.obsagent.spi.telemetry.WeakMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What requests say, and to whom; the same getters in both libraries. */
final class Requests {
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

  /** One for each client. */
  private static final WeakMap<Object, Endpoint> OF_CLIENTS = new WeakMap<>();

  private Requests() {}

  static GenAiRequest of(
      Object client,
      String protocol,
      GenAiTask task,
      @Nullable String model,
      @Nullable Object asked,
      boolean stream) {
    GenAiRequest request =
        to(client, protocol).request(task, model == null ? text(MODEL.of(asked)) : model).stream(
            stream);
    if (asked == null || task == GenAiTask.EMBEDDINGS) {
      return request;
    }
    long most = count(MAX_COMPLETION.of(asked));
    return request
        .maxTokens(most < 0 ? count(MAX_TOKENS.of(asked)) : most)
        .temperature(number(TEMPERATURE.of(asked)))
        .topP(number(TOP_P.of(asked)))
        .frequencyPenalty(number(FREQUENCY.of(asked)))
        .presencePenalty(number(PRESENCE.of(asked)))
        .choices(count(CHOICES.of(asked)))
        .seed(SEED.of(asked) instanceof Long seed ? seed : null)
        .stop(STOP.of(asked) instanceof List<?> words ? texts(words) : null)
        .reasoning(text(REASONING.of(asked)))
        .tier(text(TIER.of(asked)));
  }

  private static List<String> texts(List<?> words) {
    List<String> texts = new ArrayList<>(words.size());
    for (Object word : words) {
      texts.add(String.valueOf(word));
    }
    return texts;
  }

  private static Endpoint to(Object client, String protocol) {
    Endpoint known = OF_CLIENTS.get(client);
    return known != null ? known : OF_CLIENTS.putIfAbsent(client, find(client, protocol));
  }

  private static Endpoint find(Object client, String protocol) {
    Object service = PrivateField.read(client, "serviceClient");
    if (service != null) {
      return Endpoint.of(protocol, text(ENDPOINT.of(service)));
    }
    Object openAi = PrivateField.read(client, "openAIServiceClient");
    String told = text(ENDPOINT.of(openAi));
    return openAi == null
        ? Endpoint.of(protocol, null)
        : Endpoint.of("openai", told == null ? OPENAI : told);
  }

  static void tellSaid(GenAiContent said, @Nullable Object asked) {
    if (MESSAGES.of(asked) instanceof List<?> messages) {
      for (Object message : messages) {
        String answered = text(TOOL_CALL_ID.of(message));
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

  static @Nullable String text(@Nullable Object value) {
    return value == null || value.toString().isEmpty() ? null : value.toString();
  }

  static long count(@Nullable Object value) {
    return value instanceof Number number ? number.longValue() : -1;
  }

  private static double number(@Nullable Object value) {
    return value instanceof Number number ? number.doubleValue() : Double.NaN;
  }
}
