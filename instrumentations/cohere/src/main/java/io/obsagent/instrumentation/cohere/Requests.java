// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.cohere;

import io.obsagent.instrumentation.shared.genai.Endpoint;
import io.obsagent.instrumentation.shared.genai.Endpoints;
import io.obsagent.instrumentation.shared.genai.NewerGetter;
import io.obsagent.instrumentation.shared.genai.PrivateField;
import io.obsagent.instrumentation.shared.genai.SpokenText;
import io.obsagent.spi.telemetry.GenAiContent;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiTask;
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

  private static final Endpoints TO =
      new Endpoints(
          client -> {
            Object options = PrivateField.read(client, "clientOptions");
            return Endpoint.of("cohere", URL.text(ENVIRONMENT.of(options)));
          });

  private Requests() {}

  static GenAiRequest of(Object client, Object asked) {
    String type = asked.getClass().getSimpleName();
    GenAiRequest request =
        TO.of(client).request(task(type), MODEL.text(asked)).stream(type.contains("Stream"));
    if (request.task() != GenAiTask.CHAT && request.task() != GenAiTask.TEXT_COMPLETION) {
      return request;
    }
    long seed = SEED.count(asked);
    return request
        .maxTokens(MAX_TOKENS.count(asked))
        .temperature(TEMPERATURE.number(asked))
        .topP(TOP_P.number(asked))
        .topK(TOP_K.number(asked))
        .frequencyPenalty(FREQUENCY.number(asked))
        .presencePenalty(PRESENCE.number(asked))
        .seed(seed < 0 ? null : (Long) seed)
        .stop(STOP.texts(asked))
        .conversation(CONVERSATION.text(asked));
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

  static void tellSaid(GenAiContent said, Object asked) {
    said.instructions(PREAMBLE.text(asked));
    if (MESSAGES.held(asked) instanceof List<?> messages) {
      for (Object message : messages) {
        for (int i = 0; i < ROLES.length; i++) {
          Object spoken = BY_ROLE[i].held(message);
          if (spoken != null) {
            said.input(ROLES[i], text(spoken));
          }
        }
      }
    } else if (PROMPT.held(asked) instanceof String prompt) {
      said.input("user", prompt);
    }
  }

  /** Contents are unions, of texts and of lists of parts. */
  private static @org.jspecify.annotations.Nullable String text(Object message) {
    Object content = CONTENT.held(message);
    Object held = HELD.of(content);
    return SpokenText.of(held == null ? content : held);
  }
}
