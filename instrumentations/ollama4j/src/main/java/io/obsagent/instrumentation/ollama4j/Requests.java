// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.ollama4j;

import io.obsagent.instrumentation.shared.genai.Endpoint;
import io.obsagent.instrumentation.shared.genai.Endpoints;
import io.obsagent.instrumentation.shared.genai.LibraryException;
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
  private static final String EXCEPTION = EXCEPTIONS + "OllamaException";

  private static final String OLDER = EXCEPTIONS + "OllamaBaseException";

  /** By the URL, which a client gives all its callers. */
  private static final Endpoints TO =
      new Endpoints(url -> Endpoint.of(PROVIDER, url instanceof String host ? host : null));

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
        reason -> spent(caller, reason),
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
    Throwable refused =
        LibraryException.isKnown(client, EXCEPTION)
            ? ModelCall.refused(request, reason -> spent(client, reason))
            : null;
    if (refused != null) {
      throw new Refusal(refused);
    }
  }

  static @Nullable GenAiOperation embeddings(Object client, Object body) {
    return ModelCall.begin(
        to(client).request(GenAiTask.EMBEDDINGS, REQUEST.model(body)),
        reason -> spent(client, reason));
  }

  private static GenAiRequest request(@Nullable Object owner, Object body, boolean streamed) {
    GenAiTask task = MESSAGES.of(body) == null ? GenAiTask.GENERATE_CONTENT : GenAiTask.CHAT;
    return REQUEST.settings(to(owner).request(task, REQUEST.model(body)).stream(streamed), body);
  }

  private static Throwable spent(Object ofLibrary, String reason) {
    return LibraryException.of(ofLibrary, reason, EXCEPTION, OLDER);
  }

  private static Endpoint to(@Nullable Object owner) {
    Object url = PrivateField.read(owner, "host");
    return TO.of(url == null ? PROVIDER : url);
  }
}
