// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.cohere;

import io.obsagent.instrumentation.shared.genai.Endpoints;
import io.obsagent.instrumentation.shared.genai.GetterPath;
import io.obsagent.instrumentation.shared.genai.NewerGetter;
import io.obsagent.instrumentation.shared.genai.RequestTable;
import io.obsagent.instrumentation.shared.genai.RequestTable.Asks;
import io.obsagent.spi.telemetry.GenAiContent;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiTask;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What requests say, and to whom. */
final class Requests {
  private static final RequestTable REQUEST =
      new RequestTable()
          .asks(Asks.MODEL, "getModel")
          .asks(Asks.MAX_TOKENS, "getMaxTokens")
          .asks(Asks.TEMPERATURE, "getTemperature")
          .asks(Asks.TOP_P, "getP")
          .asks(Asks.TOP_K, "getK")
          .asks(Asks.FREQUENCY_PENALTY, "getFrequencyPenalty")
          .asks(Asks.PRESENCE_PENALTY, "getPresencePenalty")
          .asks(Asks.SEED, "getSeed")
          .asks(Asks.STOP, "getStopSequences")
          .asks(Asks.CONVERSATION, "getConversationId")
          .asks(Asks.INSTRUCTIONS, "getPreamble")
          .asks(Asks.PROMPT, "getMessage|getPrompt")
          .asks(Asks.MESSAGES, "getMessages")
          .asks(Asks.ROLE, Requests::role)
          .asks(Asks.TEXT, Requests::spoken);

  private static final GetterPath MESSAGE =
      new GetterPath("getUser", "getAssistant", "getSystem", "getTool");
  private static final NewerGetter CONTENT = new NewerGetter("getContent");
  private static final NewerGetter HELD = new NewerGetter("get");

  private static final Endpoints TO =
      Endpoints.ofField("cohere", "clientOptions", "environment.getUrl");

  private Requests() {}

  static GenAiRequest of(Object client, Object asked) {
    String type = asked.getClass().getSimpleName();
    GenAiRequest request =
        TO.of(client).request(task(type), REQUEST.model(asked)).stream(type.contains("Stream"));
    if (request.task() != GenAiTask.CHAT && request.task() != GenAiTask.TEXT_COMPLETION) {
      return request;
    }
    return REQUEST.settings(request, asked);
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
    REQUEST.tellSaid(said, asked);
  }

  /** By the type of a message: {@code UserMessageV2}. */
  private static @Nullable Object role(Object union) {
    Object message = MESSAGE.apply(union);
    return message == null
        ? null
        : message.getClass().getSimpleName().replaceFirst("Message.*", "").toLowerCase(Locale.ROOT);
  }

  /** Contents are unions, of texts and of lists of parts. */
  private static @Nullable Object spoken(Object union) {
    Object content = CONTENT.held(MESSAGE.apply(union));
    Object held = HELD.of(content);
    return held == null ? content : held;
  }
}
