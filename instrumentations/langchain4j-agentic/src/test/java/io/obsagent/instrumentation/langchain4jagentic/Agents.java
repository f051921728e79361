// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.langchain4jagentic;

import dev.langchain4j.agentic.Agent;
import dev.langchain4j.agentic.AgenticServices;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.UserMessage;
import dev.langchain4j.service.V;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Agents, and a model that answers as they ask. */
final class Agents {
  /** Writes. */
  public interface Writer {
    @UserMessage("Write about {{topic}}")
    @Agent(name = "writer", description = "writes", outputKey = "story")
    String write(@V("topic") String topic);
  }

  /** Edits what is written. */
  public interface Editor {
    @UserMessage("Edit for {{topic}}")
    @Agent(name = "editor", description = "edits", outputKey = "edited")
    String edit(@V("topic") String topic);
  }

  /** How often a model has been asked. */
  static final AtomicInteger ASKED = new AtomicInteger();

  private Agents() {}

  /** Plans for a supervisor, and says something to all others. */
  private static final class Model implements ChatModel {
    /** What the supervisor calls the agent. */
    private static final Pattern WRITER = Pattern.compile("'(writer[^']*)'");

    @Override
    public ChatResponse doChat(ChatRequest request) {
      ASKED.incrementAndGet();
      List<ChatMessage> messages = request.messages();
      String asked = messages.toString();
      String answer = "brewed";
      if (asked.contains("fail")) {
        throw new IllegalStateException("overloaded");
      }
      if (asked.contains("agentName")) {
        Matcher writer = WRITER.matcher(asked);
        boolean written = messages.get(messages.size() - 1).toString().contains("brewed");
        answer =
            written || !writer.find()
                ? "{\"agentName\":\"done\",\"arguments\":{\"response\":\"written\"}}"
                : "{\"agentName\":\"" + writer.group(1) + "\",\"arguments\":{\"topic\":\"tea\"}}";
      }
      return ChatResponse.builder().aiMessage(AiMessage.from(answer)).build();
    }
  }

  static ChatModel model() {
    return new Model();
  }

  static Writer writer() {
    return AgenticServices.agentBuilder(Writer.class).chatModel(model()).build();
  }

  static Editor editor() {
    return AgenticServices.agentBuilder(Editor.class).chatModel(model()).build();
  }
}
