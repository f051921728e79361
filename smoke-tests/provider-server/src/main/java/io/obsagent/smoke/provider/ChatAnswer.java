// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer of {@code /v1/chat/completions}. Whoever offers tools is asked to call the first of
 * them, once for each question, about what the question is {@code about}, else about a kettle.
 *
 * @param withUsage whether the client asked for usage at the end of a stream; without that a stream
 *     carries none
 * @param tool that is to be called, or null for a text
 * @param product what the tool is called with
 */
record ChatAnswer(
    String id,
    String model,
    int promptTokens,
    boolean withUsage,
    @Nullable String tool,
    String product) {
  private static final String ABOUT = "about ";
  static final List<String> WORDS =
      List.of("Take ", "the ", "blue ", "kettle; ", "it ", "goes ", "well ", "with ", "tea.");

  static ChatAnswer to(JsonNode request) {
    return new ChatAnswer(
        Answers.id("chatcmpl"),
        request.path("model").asText(),
        Answers.messageTokens(request.path("messages")),
        request.path("stream_options").path("include_usage").asBoolean(),
        tool(request),
        product(request.path("messages")));
  }

  private static String product(JsonNode messages) {
    String question = messages.path(messages.size() - 1).path("content").asText();
    int about = question.indexOf(ABOUT);
    return about < 0 ? "kettle" : question.substring(about + ABOUT.length());
  }

  private static @Nullable String tool(JsonNode request) {
    JsonNode messages = request.path("messages");
    String last = messages.path(messages.size() - 1).path("role").asText();
    String offered = request.path("tools").path(0).path("function").path("name").asText();
    return offered.isEmpty() || last.equals("tool") ? null : offered;
  }

  ObjectNode whole() {
    ObjectNode answer = head("chat.completion");
    ObjectNode choice = answer.putArray("choices").addObject().put("index", 0);
    choice.put("finish_reason", finishReason()).putNull("logprobs");
    ObjectNode message = choice.putObject("message").put("role", "assistant").putNull("refusal");
    if (tool == null) {
      message.put("content", String.join("", WORDS));
    } else {
      addCall(message.putNull("content"), tool);
    }
    answer.set("usage", usage());
    return answer;
  }

  List<String> chunks() {
    List<String> chunks = new ArrayList<>();
    ObjectNode opening = Answers.JSON.objectNode().put("role", "assistant").put("content", "");
    if (tool != null) {
      addCall(opening, tool);
    }
    chunks.add(chunk(opening, null));
    for (String word : tool == null ? WORDS : List.<String>of()) {
      chunks.add(chunk(Answers.JSON.objectNode().put("content", word), null));
    }
    chunks.add(chunk(Answers.JSON.objectNode(), finishReason()));
    if (withUsage) {
      ObjectNode last = head("chat.completion.chunk");
      last.putArray("choices");
      last.set("usage", usage());
      chunks.add(last.toString());
    }
    chunks.add("[DONE]");
    return chunks;
  }

  private String finishReason() {
    return tool == null ? "stop" : "tool_calls";
  }

  private void addCall(ObjectNode message, String tool) {
    String arguments = Answers.JSON.objectNode().put("product", product).toString();
    ObjectNode call = message.putArray("tool_calls").addObject().put("index", 0);
    call.put("id", Answers.id("call")).put("type", "function");
    call.putObject("function").put("name", tool).put("arguments", arguments);
  }

  private String chunk(ObjectNode delta, @Nullable String finishReason) {
    ObjectNode chunk = head("chat.completion.chunk");
    ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
    choice.set("delta", delta);
    choice.putNull("logprobs").put("finish_reason", finishReason);
    if (withUsage) {
      chunk.putNull("usage");
    }
    return chunk.toString();
  }

  private ObjectNode head(String object) {
    return Answers.JSON
        .objectNode()
        .put("id", id)
        .put("object", object)
        .put("created", Answers.now())
        .put("model", model)
        .put("service_tier", "default")
        .put("system_fingerprint", "fp_local");
  }

  private ObjectNode usage() {
    ObjectNode usage =
        Answers.JSON
            .objectNode()
            .put("prompt_tokens", promptTokens)
            .put("completion_tokens", WORDS.size())
            .put("total_tokens", promptTokens + WORDS.size());
    usage.putObject("prompt_tokens_details").put("cached_tokens", 0).put("audio_tokens", 0);
    usage.putObject("completion_tokens_details").put("reasoning_tokens", 0).put("audio_tokens", 0);
    return usage;
  }
}
