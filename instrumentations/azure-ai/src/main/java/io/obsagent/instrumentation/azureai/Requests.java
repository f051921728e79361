// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.azureai;

import com.azure.core.exception.AzureException;
import com.azure.core.util.BinaryData;
import io.obsagent.instrumentation.shared.genai.Endpoint;
import io.obsagent.instrumentation.shared.genai.Endpoints;
import io.obsagent.instrumentation.shared.genai.GetterPath;
import io.obsagent.instrumentation.shared.genai.ModelCall;
import io.obsagent.instrumentation.shared.genai.PrivateField;
import io.obsagent.instrumentation.shared.genai.ReactorCall;
import io.obsagent.instrumentation.shared.genai.RequestTable;
import io.obsagent.instrumentation.shared.genai.RequestTable.Asks;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiTask;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What requests say, and to whom; the same getters in both libraries. */
final class Requests {
  private static final RequestTable REQUEST =
      new RequestTable(Requests::plain)
          .asks(Asks.MODEL, "getModel")
          .asks(Asks.MAX_TOKENS, "getMaxCompletionTokens", "getMaxTokens")
          .asks(Asks.TEMPERATURE, "getTemperature")
          .asks(Asks.TOP_P, "getTopP")
          .asks(Asks.FREQUENCY_PENALTY, "getFrequencyPenalty")
          .asks(Asks.PRESENCE_PENALTY, "getPresencePenalty")
          .asks(Asks.CHOICES, "getN")
          .asks(Asks.SEED, "getSeed")
          .asks(Asks.STOP, "getStop")
          .asks(Asks.REASONING, "getReasoningEffort")
          .asks(Asks.TIER, "getServiceTierOptions")
          .asks(Asks.MESSAGES, "getMessages")
          .asks(Asks.PROMPT, "getPrompt")
          .asks(Asks.ROLE, Requests::role)
          .asks(Asks.TEXT, "getContent")
          .asks(Asks.CALL_ID, "getToolCallId");

  private static final String OF_OPENAI = "com.azure.ai.openai.";
  private static final GetterPath ENDPOINT = new GetterPath("getEndpoint");
  private static final GetterPath ROLE = new GetterPath("getRole");
  private static final Endpoints TO = new Endpoints(Requests::find);

  private Requests() {}

  /**
   * Begins a call, or readies one for whoever subscribes to its answer.
   *
   * @param method by its name tells what is asked for
   * @param arguments of azure-ai-openai the deployment, or OpenAI's own model, before what is
   *     asked; of azure-ai-inference what is asked and, of some methods, the model as the fifth
   */
  static @Nullable Object begin(Object client, String method, @Nullable Object[] arguments) {
    String type = client.getClass().getName();
    boolean ofOpenAi = type.startsWith(OF_OPENAI);
    Object asked = arguments[ofOpenAi ? 1 : 0];
    int at = ofOpenAi ? 0 : 4;
    Object named = at < arguments.length ? arguments[at] : null;
    String model = named instanceof String name ? name : REQUEST.model(asked);
    GenAiTask task = task(method);
    GenAiRequest request = TO.of(client).request(task, model).stream(method.contains("Stream"));
    if (task != GenAiTask.EMBEDDINGS) {
      REQUEST.settings(request, asked);
    }
    return type.endsWith("AsyncClient")
        ? new ReactorCall(request, Answers.READER, AzureException::new, asked, REQUEST::tellSaid)
        : ModelCall.begin(request, AzureException::new, asked, Answers.READER, REQUEST::tellSaid);
  }

  private static GenAiTask task(String method) {
    return method.contains("#getCompletions")
        ? GenAiTask.TEXT_COMPLETION
        : method.contains("mbed") ? GenAiTask.EMBEDDINGS : GenAiTask.CHAT;
  }

  private static Endpoint find(Object client) {
    Object openAi = PrivateField.read(client, "openAIServiceClient");
    if (openAi != null) {
      String told = ENDPOINT.text(openAi);
      return Endpoint.of("openai", told == null ? "https://api.openai.com/v1" : told);
    }
    boolean ofOpenAi = client.getClass().getName().startsWith(OF_OPENAI);
    return Endpoint.of(
        ofOpenAi ? "azure.ai.openai" : "azure.ai.inference",
        ENDPOINT.text(PrivateField.read(client, "serviceClient")));
  }

  /** Some versions tell it by the type alone: {@code ChatRequestUserMessage}. */
  private static @Nullable Object role(Object message) {
    Object told = ROLE.apply(message);
    String type = message.getClass().getSimpleName();
    return told == null && type.startsWith("ChatRequest")
        ? type.replace("ChatRequest", "").replace("Message", "").toLowerCase(Locale.ROOT)
        : told;
  }

  /** A text, or parts that may have one, may be JSON. */
  private static @Nullable Object plain(@Nullable Object value) {
    if (!(value instanceof BinaryData data)) {
      return value;
    }
    String json = data.isReplayable() ? data.toString() : "";
    return json.startsWith("\"") || json.startsWith("[") ? data.toObject(Object.class) : json;
  }
}
