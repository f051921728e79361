// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.ollama4j;

import io.obsagent.instrumentation.shared.genai.Endpoint;
import io.obsagent.instrumentation.shared.genai.ModelCall;
import io.obsagent.instrumentation.shared.genai.NewerGetter;
import io.obsagent.instrumentation.shared.genai.PrivateField;
import io.obsagent.instrumentation.shared.genai.RequestTable;
import io.obsagent.instrumentation.shared.genai.RequestTable.Asks;
import io.obsagent.spi.advice.Refusal;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiTask;
import org.jspecify.annotations.Nullable;

/** What requests say. */
final class Requests {
  static final String PROVIDER = "ollama";
  private static final NewerGetter STREAM = new NewerGetter("isStream");
  private static final NewerGetter MESSAGES = new NewerGetter("getMessages");

  private static final RequestTable REQUEST =
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

  private static final String EXCEPTIONS = "io.github.ollama4j.exceptions.";

  /** Before 1.1.6 it has another name. */
  private static final String[] NAMES = {"OllamaException", "OllamaBaseException"};

  private Requests() {}

  static boolean isStreamed(Object body) {
    return Boolean.TRUE.equals(STREAM.of(body));
  }

  /**
   * @param caller has the field {@code host}
   */
  static @Nullable GenAiOperation begin(Object caller, Object body, boolean streamed) {
    return ModelCall.begin(
        request(caller, body, streamed),
        reason -> exception(caller, NAMES, reason),
        body,
        Call.READER,
        REQUEST::tellSaid);
  }

  /** On a thread of its own, where nobody would get an exception. */
  static @Nullable GenAiOperation beginLater(Object body) {
    return ModelCall.begin(request(null, body, true), body, Call.READER, REQUEST::tellSaid);
  }

  /** Before a thread begins a call, which only newer versions may refuse to start. */
  static void mayBegin(Object client, @Nullable String model) {
    GenAiRequest request = to(client).request(GenAiTask.GENERATE_CONTENT, model).stream(true);
    if (isNewer(client)) {
      Throwable refused = ModelCall.refused(request, reason -> exception(client, NAMES, reason));
      if (refused != null) {
        throw new Refusal(refused);
      }
    }
  }

  private static boolean isNewer(Object client) {
    try {
      Class.forName(EXCEPTIONS + NAMES[0], false, client.getClass().getClassLoader());
      return true;
    } catch (ClassNotFoundException older) {
      return false;
    }
  }

  /** The library's, by the name that this version of it knows. */
  private static Throwable exception(Object ofLibrary, String[] names, String reason) {
    ClassLoader loader = ofLibrary.getClass().getClassLoader();
    for (String name : names) {
      try {
        return (Throwable)
            Class.forName(EXCEPTIONS + name, true, loader)
                .getConstructor(String.class)
                .newInstance(reason);
      } catch (ReflectiveOperationException ofAnotherVersion) {
        continue;
      }
    }
    throw new IllegalStateException("no exception of ollama4j is known");
  }

  private static GenAiRequest request(@Nullable Object owner, Object body, boolean streamed) {
    GenAiTask task = MESSAGES.of(body) == null ? GenAiTask.GENERATE_CONTENT : GenAiTask.CHAT;
    return REQUEST.settings(to(owner).request(task, REQUEST.model(body)).stream(streamed), body);
  }

  static @Nullable GenAiOperation embeddings(Object client, Object body) {
    return ModelCall.begin(
        to(client).request(GenAiTask.EMBEDDINGS, REQUEST.model(body)),
        reason -> exception(client, NAMES, reason));
  }

  private static Endpoint to(@Nullable Object owner) {
    return Endpoint.of(
        PROVIDER, PrivateField.read(owner, "host") instanceof String url ? url : null);
  }
}
