// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** An answer of {@code /v1/responses}. */
record ResponsesAnswer(String id, String model, int inputTokens) {

  static ResponsesAnswer to(JsonNode request) {
    return new ResponsesAnswer(
        Answers.id("resp"),
        request.path("model").asText(),
        Answers.messageTokens(request.path("input")));
  }

  ObjectNode whole() {
    ObjectNode answer = head("completed");
    ObjectNode message = answer.putArray("output").addObject().put("type", "message");
    message.put("id", "msg-" + id).put("role", "assistant").put("status", "completed");
    ObjectNode content = message.putArray("content").addObject().put("type", "output_text");
    content.put("text", String.join("", ChatAnswer.WORDS)).putArray("annotations");
    int outputTokens = ChatAnswer.WORDS.size();
    ObjectNode usage = answer.putObject("usage").put("input_tokens", inputTokens);
    usage.put("output_tokens", outputTokens).put("total_tokens", inputTokens + outputTokens);
    usage.putObject("input_tokens_details").put("cached_tokens", 0).put("cache_write_tokens", 0);
    usage.putObject("output_tokens_details").put("reasoning_tokens", 0);
    return answer;
  }

  List<String> events() {
    List<ObjectNode> events = new ArrayList<>();
    ObjectNode created = Answers.JSON.objectNode().put("type", "response.created");
    created.set("response", head("in_progress").set("output", Answers.JSON.arrayNode()));
    events.add(created);
    for (String word : ChatAnswer.WORDS) {
      ObjectNode delta = Answers.JSON.objectNode().put("type", "response.output_text.delta");
      delta.put("item_id", "msg-" + id).put("output_index", 0).put("content_index", 0);
      delta.put("delta", word).putArray("logprobs");
      events.add(delta);
    }
    ObjectNode completed = Answers.JSON.objectNode().put("type", "response.completed");
    completed.set("response", whole());
    events.add(completed);
    List<String> lines = new ArrayList<>();
    for (ObjectNode event : events) {
      lines.add(event.put("sequence_number", lines.size()).toString());
    }
    return lines;
  }

  private ObjectNode head(String status) {
    ObjectNode head = Answers.JSON.objectNode().put("id", id).put("object", "response");
    head.put("created_at", Answers.now()).put("status", status).put("model", model);
    head.putNull("error").putNull("incomplete_details").putNull("instructions");
    head.putNull("metadata").put("parallel_tool_calls", true).put("tool_choice", "auto");
    head.putArray("tools");
    return head;
  }
}
