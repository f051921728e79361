// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springaitools;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.DefaultToolCallingManager;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.model.tool.ToolExecutionResult;
import org.springframework.ai.tool.ToolCallback;

/**
 * A model that gives one answer after another, and runs the tools that an answer asks for: within
 * its call, as those of Spring AI 1 do.
 */
final class Script implements ChatModel {
  private final ToolCallingManager tools = DefaultToolCallingManager.builder().build();
  private final Queue<AssistantMessage> answers;

  private Script(AssistantMessage... answers) {
    this.answers = new ConcurrentLinkedQueue<>(List.of(answers));
  }

  /**
   * Asks for a tool as often as it is given arguments, at once, and answers when it has run.
   *
   * @param arguments of the calls {@code t-0}, {@code t-1} …
   */
  static Script withTool(String... arguments) {
    AssistantMessage.ToolCall[] calls = new AssistantMessage.ToolCall[arguments.length];
    for (int i = 0; i < calls.length; i++) {
      calls[i] = new AssistantMessage.ToolCall("t-" + i, "function", "kettle", arguments[i]);
    }
    return new Script(new Asking(List.of(calls)), new AssistantMessage("Tea."));
  }

  static String ask(Script model, ToolCallback tool) {
    ToolCallingChatOptions options =
        ToolCallingChatOptions.builder().toolCallbacks(List.of(tool)).build();
    return model
        .call(new Prompt("Which kettle is good?", options))
        .getResult()
        .getOutput()
        .getText();
  }

  @Override
  public ChatResponse call(Prompt prompt) {
    return answer(prompt);
  }

  private ChatResponse answer(Prompt prompt) {
    ChatResponse answer = new ChatResponse(List.of(new Generation(answers.remove())));
    if (!answer.hasToolCalls()) {
      return answer;
    }
    ToolExecutionResult result = tools.executeToolCalls(prompt, answer);
    return answer(new Prompt(result.conversationHistory(), prompt.getOptions()));
  }

  /**
   * Newer versions have a builder in the place of the constructor, which is left to classes below.
   */
  private static final class Asking extends AssistantMessage {
    Asking(List<ToolCall> calls) {
      super("", Map.of(), calls, List.of());
    }
  }
}
