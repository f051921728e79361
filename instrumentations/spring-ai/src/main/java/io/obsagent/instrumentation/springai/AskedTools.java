// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springai;

import io.opentelemetry.context.ContextKey;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

/** The calls of tools that an answer asks for: a tool is not told which one it is. Thread-safe. */
final class AskedTools {
  static final ContextKey<AskedTools> KEY = ContextKey.named("spring-ai-asked-tools");
  static final AskedTools NONE = new AskedTools(List.of());

  private final List<ToolCall> calls;

  private AskedTools(List<ToolCall> calls) {
    this.calls = calls;
  }

  static AskedTools of(ChatResponse answer) {
    List<ToolCall> calls = new ArrayList<>();
    for (Generation generation : answer.getResults()) {
      List<ToolCall> asked = generation.getOutput().getToolCalls();
      if (asked != null) {
        calls.addAll(asked);
      }
    }
    return new AskedTools(calls);
  }

  /** The id of a call that is made now; null for one that no answer has asked for. */
  synchronized @Nullable String take(String name, @Nullable String arguments) {
    for (Iterator<ToolCall> rest = calls.iterator(); rest.hasNext(); ) {
      ToolCall call = rest.next();
      if (name.equals(call.name()) && isOf(call.arguments(), arguments)) {
        rest.remove();
        return call.id();
      }
    }
    return null;
  }

  /** An empty text is replaced before it gets to the tool. */
  private static boolean isOf(@Nullable String asked, @Nullable String given) {
    return asked == null || asked.isBlank() || asked.equals(given);
  }
}
