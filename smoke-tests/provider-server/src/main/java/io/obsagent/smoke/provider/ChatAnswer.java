// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer of {@code /v1/chat/completions}.
 *
 * @param withUsage whether the client asked for usage at the end of a stream; without that a stream
 *     carries none
 */
record ChatAnswer(String id, String model, int promptTokens, boolean withUsage) {
  static final List<String> WORDS =
      List.of("Take ", "the ", "blue ", "kettle; ", "it ", "goes ", "well ", "with ", "tea.");

  static ChatAnswer to(JsonNode request) {
    return new ChatAnswer(
        Answers.id("chatcmpl"),
        request.path("model").asText(),
        Answers.messageTokens(request.path("messages")),
        request.path("stream_options").path("include_usage").asBoolean());
  }

  ObjectNode whole() {
    ObjectNode answer = head("chat.completion");
    ObjectNode choice = answer.putArray("choices").addObject().put("index", 0);
    choice.put("finish_reason", "stop").putNull("logprobs");
    choice
        .putObject("message")
        .put("role", "assistant")
        .put("content", String.join("", WORDS))
        .putNull("refusal");
    answer.set("usage", usage());
    return answer;
  }

  List<String> chunks() {
    List<String> chunks = new ArrayList<>();
    ObjectNode opening = Answers.JSON.objectNode().put("role", "assistant").put("content", "");
    chunks.add(chunk(opening, null));
    for (String word : WORDS) {
      chunks.add(chunk(Answers.JSON.objectNode().put("content", word), null));
    }
    chunks.add(chunk(Answers.JSON.objectNode(), "stop"));
    if (withUsage) {
      ObjectNode last = head("chat.completion.chunk");
      last.putArray("choices");
      last.set("usage", usage());
      chunks.add(last.toString());
    }
    chunks.add("[DONE]");
    return chunks;
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
