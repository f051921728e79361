// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.ollama4j;

import io.obsagent.instrumentation.shared.genai.Endpoints;
import io.obsagent.instrumentation.shared.genai.LibraryException;
import io.obsagent.instrumentation.shared.genai.ModelCall;
import io.obsagent.instrumentation.shared.genai.NewerGetter;
import io.obsagent.instrumentation.shared.genai.RequestTable;
import io.obsagent.instrumentation.shared.genai.RequestTable.Asks;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiTask;
import org.jspecify.annotations.Nullable;

/** What requests say, and to whom. */
final class Requests {
  static final String PROVIDER = "ollama";
  static final RequestTable TABLE =
      new RequestTable()
          .asks(Asks.MODEL, "getModel")
          .asks(Asks.TEMPERATURE, "getOptions.temperature")
          .asks(Asks.TOP_P, "getOptions.top_p")
          .asks(Asks.TOP_K, "getOptions.top_k")
          .asks(Asks.MAX_TOKENS, "getOptions.num_predict")
          .asks(Asks.FREQUENCY_PENALTY, "getOptions.frequency_penalty")
          .asks(Asks.PRESENCE_PENALTY, "getOptions.presence_penalty")
          .asks(Asks.SEED, "getOptions.seed")
          .asks(Asks.INSTRUCTIONS, "getSystem")
          .asks(Asks.PROMPT, "getPrompt")
          .asks(Asks.MESSAGES, "getMessages")
          .asks(Asks.ROLE, "getRole.getRoleName", "getRole")
          .asks(Asks.TEXT, "getResponse|getContent");

  private static final NewerGetter STREAM = new NewerGetter("isStream");
  private static final Endpoints TO = Endpoints.ofField(PROVIDER, "host");

  /** Of 1.1.6 and later, and of earlier versions. */
  private static final String NEWER = "io.github.ollama4j.exceptions.OllamaException";

  private static final String OLDER = "io.github.ollama4j.exceptions.OllamaBaseException";

  private Requests() {}

  /** A thread of the library gives what it gets part by part. */
  static GenAiRequest of(Object caller, Object body) {
    String type = body.getClass().getSimpleName();
    boolean streamed = caller instanceof Thread || Boolean.TRUE.equals(STREAM.of(body));
    GenAiTask task =
        type.contains("Embed")
            ? GenAiTask.EMBEDDINGS
            : type.contains("Chat") ? GenAiTask.CHAT : GenAiTask.GENERATE_CONTENT;
    return TABLE.settings(TO.of(caller).request(task, TABLE.model(body)).stream(streamed), body);
  }

  static void refuse(GenAiRequest request, Object caller) {
    ModelCall.refuse(request, reason -> LibraryException.of(caller, reason, NEWER, OLDER));
  }

  /** Before a thread begins a call, which older versions cannot refuse. */
  static void refuseLater(Object client, @Nullable String model) {
    if (LibraryException.isKnown(client, NEWER)) {
      refuse(TO.of(client).request(GenAiTask.GENERATE_CONTENT, model).stream(true), client);
    }
  }
}
