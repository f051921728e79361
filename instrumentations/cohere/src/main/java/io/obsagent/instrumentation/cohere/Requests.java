// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.cohere;

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

/** What requests say, and to whom. */
final class Requests {
  private static final NewerGetter ENVIRONMENT = new NewerGetter("environment");
  private static final NewerGetter URL = new NewerGetter("getUrl");
  private static final NewerGetter MODEL = new NewerGetter("getModel");
  private static final NewerGetter MAX_TOKENS = new NewerGetter("getMaxTokens");
  private static final NewerGetter TEMPERATURE = new NewerGetter("getTemperature");
  private static final NewerGetter TOP_P = new NewerGetter("getP");
  private static final NewerGetter TOP_K = new NewerGetter("getK");
  private static final NewerGetter FREQUENCY = new NewerGetter("getFrequencyPenalty");
  private static final NewerGetter PRESENCE = new NewerGetter("getPresencePenalty");
  private static final NewerGetter SEED = new NewerGetter("getSeed");
  private static final NewerGetter STOP = new NewerGetter("getStopSequences");
  private static final NewerGetter CONVERSATION = new NewerGetter("getConversationId");

  private static final NewerGetter PREAMBLE = new NewerGetter("getPreamble");
  private static final NewerGetter PROMPT = new NewerGetter("getMessage", "getPrompt");
  private static final NewerGetter MESSAGES = new NewerGetter("getMessages");
  private static final NewerGetter HELD = new NewerGetter("get");
  private static final NewerGetter CONTENT = new NewerGetter("getContent");
  private static final String[] ROLES = {"user", "assistant", "system", "tool"};
  private static final NewerGetter[] BY_ROLE = {
    new NewerGetter("getUser"),
    new NewerGetter("getAssistant"),
    new NewerGetter("getSystem"),
    new NewerGetter("getTool")
  };

  /** One for each client. */
  private static final WeakMap<Object, Endpoint> OF_CLIENTS = new WeakMap<>();

  private Requests() {}

  static GenAiRequest of(Object client, Object asked) {
    String type = asked.getClass().getSimpleName();
    GenAiRequest request =
        to(client).request(task(type), Values.text(MODEL, asked)).stream(type.contains("Stream"));
    if (request.task() != GenAiTask.CHAT && request.task() != GenAiTask.TEXT_COMPLETION) {
      return request;
    }
    long seed = Values.count(SEED, asked);
    return request
        .maxTokens(Values.count(MAX_TOKENS, asked))
        .temperature(Values.number(TEMPERATURE, asked))
        .topP(Values.number(TOP_P, asked))
        .topK(Values.number(TOP_K, asked))
        .frequencyPenalty(Values.number(FREQUENCY, asked))
        .presencePenalty(Values.number(PRESENCE, asked))
        .seed(seed < 0 ? null : (Long) seed)
        .stop(Values.of(STOP, asked) instanceof List<?> words ? texts(words) : null)
        .conversation(Values.text(CONVERSATION, asked));
  }

  private static GenAiTask task(String type) {
    if (type.contains("Embed")) {
      return GenAiTask.EMBEDDINGS;
    }
    if (type.contains("Rerank")) {
      return GenAiTask.RERANK;
    }
    return type.contains("Generate") ? GenAiTask.TEXT_COMPLETION : GenAiTask.CHAT;
  }

  private static List<String> texts(List<?> words) {
    List<String> texts = new ArrayList<>(words.size());
    for (Object word : words) {
      texts.add(String.valueOf(word));
    }
    return texts;
  }

  private static Endpoint to(Object client) {
    Endpoint known = OF_CLIENTS.get(client);
    return known != null ? known : OF_CLIENTS.putIfAbsent(client, find(client));
  }

  private static Endpoint find(Object client) {
    Object options = PrivateField.read(client, "clientOptions");
    return Endpoint.of("cohere", Values.text(URL, ENVIRONMENT.of(options)));
  }

  static void tellSaid(GenAiContent said, Object asked) {
    said.instructions(Values.text(PREAMBLE, asked));
    if (Values.of(MESSAGES, asked) instanceof List<?> messages) {
      for (Object message : messages) {
        for (int i = 0; i < ROLES.length; i++) {
          Object spoken = Values.of(BY_ROLE[i], message);
          if (spoken != null) {
            said.input(ROLES[i], text(spoken));
          }
        }
      }
    } else if (Values.of(PROMPT, asked) instanceof String prompt) {
      said.input("user", prompt);
    }
  }

  /** Contents are unions, of texts and of lists of parts. */
  private static @org.jspecify.annotations.Nullable String text(Object message) {
    Object content = Values.of(CONTENT, message);
    Object held = HELD.of(content);
    return SpokenText.of(held == null ? content : held);
  }
}
