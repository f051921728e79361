// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import io.obsagent.spi.telemetry.GenAiContent;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A call of a tool that an answer's body asks for, as its fields come, whole or chunk by chunk:
 *
 * <pre>
 * Anthropic  content: type, id, name, input {}      content_block …, delta: partial_json ""
 * Nova       toolUse: toolUseId, name, input {}     toolUse …, toolUse: input ""
 * Sonic                                             toolUse: toolUseId, toolName, content ""
 * Mistral    tool_calls: id, function: name, arguments ""
 * Cohere     tool_calls: name, parameters {}
 * </pre>
 *
 * For one thread.
 */
final class AskedTool {
  static final String OF_NOVA = "toolUse";

  /** Which objects are told as they are written, in which. */
  static final Map<String, Set<String>> ARGUMENTS =
      Map.of(
          "input", Set.of("content", "content_block", OF_NOVA),
          "arguments", Set.of("function"),
          "parameters", Set.of("tool_calls"));

  private @Nullable String id;
  private @Nullable String name;
  private @Nullable String arguments;

  /** Takes a field that may be one of a tool's, in an object whose name is {@code parent}. */
  void field(String parent, String field, JsonFields at) {
    if (!isOfTool(parent)) {
      return;
    }
    switch (field) {
      case "id", "toolUseId" -> id = at.text();
      case "name", "toolName" -> name = at.text();
      case "input", "arguments", "parameters", "partial_json" -> arguments = at.text();
      case "content" -> arguments = parent.equals(OF_NOVA) ? at.text() : arguments;
      default -> {}
    }
  }

  private static boolean isOfTool(String parent) {
    return switch (parent) {
      case "content", "content_block", "delta", "toolUse", "tool_calls", "function" -> true;
      default -> false;
    };
  }

  /** An object has ended, with which a call may be whole, or what a chunk tells of it. */
  void ended(String object, GenAiContent said) {
    if (!isOfTool(object) || object.equals("function")) {
      return;
    }
    if (name != null || arguments != null) {
      // What a block begins with is an empty object; its input follows.
      said.toolCall(id, name, object.equals("content_block") ? "" : arguments);
    }
    id = null;
    name = null;
    arguments = null;
  }
}
