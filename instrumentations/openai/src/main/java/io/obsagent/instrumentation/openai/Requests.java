// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openai;

import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import io.obsagent.instrumentation.shared.genai.Endpoints;
import io.obsagent.instrumentation.shared.genai.FieldValue;
import io.obsagent.instrumentation.shared.genai.RequestTable;
import io.obsagent.instrumentation.shared.genai.RequestTable.Asks;
import io.obsagent.spi.telemetry.GenAiContent;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiTask;
import java.util.Map;

/** What requests say, and to whom; the parameters of all services share the getters' names. */
final class Requests {
  /** Of a request or an answer: some have a type of their own for it. */
  static final String[] MODEL = {"_model.chat", "_model.only", "_model.string", "_model"};

  private static final RequestTable REQUEST =
      new RequestTable(FieldValue::of)
          .asks(Asks.MODEL, MODEL)
          .asks(Asks.MAX_TOKENS, "_maxCompletionTokens", "_maxTokens", "_maxOutputTokens")
          .asks(Asks.TEMPERATURE, "_temperature")
          .asks(Asks.TOP_P, "_topP")
          .asks(Asks.FREQUENCY_PENALTY, "_frequencyPenalty")
          .asks(Asks.PRESENCE_PENALTY, "_presencePenalty")
          .asks(Asks.SEED, "_seed")
          .asks(Asks.CHOICES, "_n")
          .asks(Asks.REASONING, "_reasoningEffort", "_reasoning._effort")
          .asks(Asks.TIER, "_serviceTier")
          .asks(
              Asks.CONVERSATION, "_conversation.id", "_conversation.responseConversationParam._id")
          .asks(Asks.PREVIOUS_RESPONSE, "_previousResponseId")
          .asks(Asks.INSTRUCTIONS, "_instructions")
          .asks(Asks.PROMPT, "_input")
          .asks(Asks.MESSAGES, "_messages")
          .asks(Asks.INSTRUCTS, "system", "developer")
          .asks(Asks.ROLE, "user._role", "assistant._role", "function._role")
          .asks(Asks.TEXT, "system", "developer", "user", "assistant", "tool", "function")
          .asks(Asks.CALL_ID, "tool.toolCallId");

  private static final Map<String, GenAiTask> TASKS =
      Map.of(
          "ChatCompletionCreateParams", GenAiTask.CHAT,
          "ResponseCreateParams", GenAiTask.CHAT,
          "CompletionCreateParams", GenAiTask.TEXT_COMPLETION,
          "EmbeddingCreateParams", GenAiTask.EMBEDDINGS,
          "ModerationCreateParams", GenAiTask.MODERATION,
          "BatchCreateParams", GenAiTask.CREATE_BATCH,
          "BatchRetrieveParams", GenAiTask.FETCH_RESPONSE);

  /** Of services, by their client's options, to which nothing else leads. */
  private static final Endpoints TO = Endpoints.ofField("openai", "clientOptions", "baseUrl");

  private Requests() {}

  static GenAiRequest of(Object service, Object params) {
    String type = params.getClass().getSimpleName();
    GenAiTask task = TASKS.getOrDefault(type, GenAiTask.GENERATE_CONTENT);
    GenAiRequest request = TO.of(service).request(task, REQUEST.model(params));
    return task == GenAiTask.GENERATE_CONTENT
        ? request.outputType(output(type))
        : REQUEST.settings(request, params);
  }

  private static String output(String type) {
    return type.startsWith("Image") ? "image" : type.startsWith("Speech") ? "speech" : "text";
  }

  /** Of chat completions and responses; nothing else is a conversation. */
  static void tellSaid(GenAiContent said, Object params) {
    if (TASKS.get(params.getClass().getSimpleName()) == GenAiTask.CHAT) {
      REQUEST.tellSaid(said, params);
    }
  }

  /** The same request, which asks for the usage, unless the application has decided that. */
  static Object withUsage(Object params) {
    if (!(params instanceof ChatCompletionCreateParams chat) || chat.streamOptions().isPresent()) {
      return params;
    }
    return chat.toBuilder()
        .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
        .build();
  }
}
