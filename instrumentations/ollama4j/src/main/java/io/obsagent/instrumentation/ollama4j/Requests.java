// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.ollama4j;

import io.obsagent.instrumentation.shared.genai.Endpoint;
import io.obsagent.instrumentation.shared.genai.ModelCall;
import io.obsagent.instrumentation.shared.genai.NewerGetter;
import io.obsagent.instrumentation.shared.genai.PrivateField;
import io.obsagent.instrumentation.shared.genai.SpokenText;
import io.obsagent.spi.advice.Refusal;
import io.obsagent.spi.telemetry.GenAiContent;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiTask;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What requests say. */
final class Requests {
  static final String PROVIDER = "ollama";
  private static final NewerGetter MODEL = new NewerGetter("getModel");
  private static final NewerGetter STREAM = new NewerGetter("isStream");
  private static final NewerGetter OPTIONS = new NewerGetter("getOptions");
  private static final NewerGetter MESSAGES = new NewerGetter("getMessages");
  private static final NewerGetter ROLE = new NewerGetter("getRole");
  private static final NewerGetter ROLE_NAME = new NewerGetter("getRoleName");
  private static final NewerGetter TEXT = new NewerGetter("getResponse", "getContent");
  private static final NewerGetter SYSTEM = new NewerGetter("getSystem");
  private static final NewerGetter PROMPT = new NewerGetter("getPrompt");

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
        Requests::tellSaid);
  }

  /** On a thread of its own, where nobody would get an exception. */
  static @Nullable GenAiOperation beginLater(Object body) {
    return ModelCall.begin(request(null, body, true), body, Call.READER, Requests::tellSaid);
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
    boolean chat = MESSAGES.of(body) != null;
    GenAiRequest request =
        to(owner)
            .request(chat ? GenAiTask.CHAT : GenAiTask.GENERATE_CONTENT, text(MODEL.of(body)))
            .stream(streamed);
    if (OPTIONS.of(body) instanceof Map<?, ?> options && !options.isEmpty()) {
      request
          .temperature(number(options, "temperature"))
          .topP(number(options, "top_p"))
          .topK(number(options, "top_k"))
          .maxTokens(count(options, "num_predict"))
          .frequencyPenalty(number(options, "frequency_penalty"))
          .presencePenalty(number(options, "presence_penalty"))
          .seed(options.get("seed") instanceof Number seed ? (Long) seed.longValue() : null);
    }
    return request;
  }

  static @Nullable GenAiOperation embeddings(Object client, Object body) {
    return ModelCall.begin(
        to(client).request(GenAiTask.EMBEDDINGS, text(MODEL.of(body))),
        reason -> exception(client, NAMES, reason));
  }

  private static Endpoint to(@Nullable Object owner) {
    return Endpoint.of(PROVIDER, text(PrivateField.read(owner, "host")));
  }

  private static void tellSaid(GenAiContent said, Object body) {
    if (MESSAGES.of(body) instanceof List<?> messages) {
      for (Object message : messages) {
        Object role = ROLE.of(message);
        Object name = ROLE_NAME.of(role);
        said.input(
            name == null ? String.valueOf(role) : name.toString(), SpokenText.of(TEXT.of(message)));
      }
    } else {
      said.instructions(text(SYSTEM.of(body)));
      said.input("user", text(PROMPT.of(body)));
    }
  }

  private static double number(Map<?, ?> options, String name) {
    return options.get(name) instanceof Number number
        ? Double.parseDouble(number.toString())
        : Double.NaN;
  }

  private static long count(Map<?, ?> options, String name) {
    return options.get(name) instanceof Number number ? number.longValue() : -1;
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }
}
