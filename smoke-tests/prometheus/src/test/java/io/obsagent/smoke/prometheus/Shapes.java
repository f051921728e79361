// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.prometheus;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;

/** What an answer looks like, apart from its values. */
final class Shapes {
  private Shapes() {}

  /** {@code data.groups[].rules[].name: STRING} of all that is there. */
  static Set<String> of(JsonNode node) {
    Set<String> found = new TreeSet<>();
    collect("", node, found);
    return found;
  }

  private static void collect(String path, JsonNode node, Set<String> found) {
    if (node.isObject()) {
      node.properties()
          .forEach(each -> collect(path + "." + each.getKey(), each.getValue(), found));
    } else if (node.isArray()) {
      node.forEach(each -> collect(path + "[]", each, found));
    } else {
      found.add(path + ": " + node.getNodeType());
    }
  }

  /** A message without the parameter's name, which only a later Prometheus puts before it. */
  static String message(JsonNode answer) {
    return answer.path("error").asText().replaceFirst("^invalid parameter \"[^\"]*\": ", "");
  }
}
