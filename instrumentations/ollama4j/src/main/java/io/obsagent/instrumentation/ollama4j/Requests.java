// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.ollama4j;

import io.obsagent.instrumentation.shared.genai.Endpoint;
import io.obsagent.instrumentation.shared.genai.ModelCall;
import io.obsagent.instrumentation.shared.genai.NewerGetter;
import io.obsagent.instrumentation.shared.genai.PrivateField;
import io.obsagent.instrumentation.shared.genai.SpokenText;
import io.obsagent.spi.telemetry.GenAiContent;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiTask;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What requests say. */
final class Requests {
  private static final String PROVIDER = "ollama";
  private static final NewerGetter MODEL = new NewerGetter("getModel");
  private static final NewerGetter STREAM = new NewerGetter("isStream");
  private static final NewerGetter OPTIONS = new NewerGetter("getOptions");
  private static final NewerGetter MESSAGES = new NewerGetter("getMessages");
  private static final NewerGetter ROLE = new NewerGetter("getRole");
  private static final NewerGetter ROLE_NAME = new NewerGetter("getRoleName");
  private static final NewerGetter TEXT = new NewerGetter("getResponse", "getContent");
  private static final NewerGetter SYSTEM = new NewerGetter("getSystem");
  private static final NewerGetter PROMPT = new NewerGetter("getPrompt");

  private Requests() {}

  static boolean isStreamed(Object body) {
    return Boolean.TRUE.equals(STREAM.of(body));
  }

  /**
   * @param owner has the field {@code host}, or null where nothing knows it
   */
  static @Nullable GenAiOperation begin(@Nullable Object owner, Object body, boolean streamed) {
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
    return ModelCall.begin(request, body, Call.READER, Requests::tellSaid);
  }

  static @Nullable GenAiOperation embeddings(Object client, Object body) {
    return ModelCall.begin(to(client).request(GenAiTask.EMBEDDINGS, text(MODEL.of(body))));
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
