// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.StringTokenizer;
import java.util.concurrent.atomic.AtomicLong;

/** The parts that all answers share. One word counts as one token, so that tests can tell usage. */
final class Answers {
  static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int DIMENSIONS = 8;
  private static final AtomicLong IDS = new AtomicLong();

  private Answers() {}

  static String id(String prefix) {
    return prefix + "-" + IDS.incrementAndGet();
  }

  static long now() {
    return System.currentTimeMillis() / 1000;
  }

  static ObjectNode error(String type, String message) {
    ObjectNode answer = JSON.objectNode();
    answer
        .putObject("error")
        .put("message", message)
        .put("type", type)
        .putNull("param")
        .put("code", type);
    return answer;
  }

  static ObjectNode embeddings(JsonNode request) {
    JsonNode input = request.path("input");
    ArrayNode texts = input.isArray() ? (ArrayNode) input : JSON.arrayNode().add(input);
    ObjectNode answer = JSON.objectNode().put("object", "list");
    answer.put("model", request.path("model").asText());
    ArrayNode data = answer.putArray("data");
    for (int i = 0; i < texts.size(); i++) {
      ArrayNode vector =
          data.addObject().put("object", "embedding").put("index", i).putArray("embedding");
      int hash = texts.get(i).asText().hashCode();
      for (int d = 0; d < DIMENSIONS; d++) {
        vector.add((float) Math.sin(hash + d));
      }
    }
    int tokens = tokens(texts);
    answer.putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
    return answer;
  }

  /** Words of all text within a piece of a request. */
  static int tokens(JsonNode node) {
    if (node.isTextual()) {
      return new StringTokenizer(node.textValue()).countTokens();
    }
    int sum = 0;
    for (JsonNode child : node) {
      sum += tokens(child);
    }
    return sum;
  }

  /** Tokens of a chat's messages: their contents, not their roles. */
  static int messageTokens(JsonNode messages) {
    if (messages.isTextual()) {
      return tokens(messages);
    }
    int sum = 0;
    for (JsonNode message : messages) {
      sum += tokens(message.path("content"));
    }
    return sum;
  }
}
