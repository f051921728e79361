// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.langchain4jservices;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * A model that gives one answer after another; streamed on a thread that knows nothing, as of a
 * connection.
 */
final class Script {
  private final Queue<ChatResponse> answers;

  private Script(ChatResponse... answers) {
    this.answers = new ConcurrentLinkedQueue<>(List.of(answers));
  }

  /** Asks for a tool, and answers when it has run. */
  static Script withTool() {
    ToolExecutionRequest call =
        ToolExecutionRequest.builder().id("t-1").name("kettle").arguments("{}").build();
    return new Script(response(AiMessage.from(call)), response(AiMessage.from("Tea.")));
  }

  /** Refuses whatever is asked. */
  static Script refusing() {
    return new Script();
  }

  private static ChatResponse response(AiMessage message) {
    return ChatResponse.builder().aiMessage(message).build();
  }

  private static ChatRequestParameters parameters() {
    return ChatRequestParameters.builder().modelName("m-agent").build();
  }

  private static HttpException refusal() {
    return new HttpException(401, "no");
  }

  ChatModel whole() {
    return new Whole(answers);
  }

  StreamingChatModel streaming() {
    return new Streaming(answers);
  }

  private record Whole(Queue<ChatResponse> answers) implements ChatModel {
    @Override
    public ChatRequestParameters defaultRequestParameters() {
      return parameters();
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
      ChatResponse answer = answers.poll();
      if (answer == null) {
        throw refusal();
      }
      return answer;
    }
  }

  private record Streaming(Queue<ChatResponse> answers) implements StreamingChatModel {
    @Override
    public ChatRequestParameters defaultRequestParameters() {
      return parameters();
    }

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
      @Nullable ChatResponse answer = answers.poll();
      new Thread(() -> answer(answer, handler), "connection").start();
    }

    private static void answer(
        @Nullable ChatResponse answer, StreamingChatResponseHandler handler) {
      if (answer == null) {
        handler.onError(refusal());
        return;
      }
      if (answer.aiMessage().text() != null) {
        handler.onPartialResponse(answer.aiMessage().text());
      }
      handler.onCompleteResponse(answer);
    }
  }
}
