// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.aioverhead;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;

/** LangChain4j with models of the application's: the framework alone. */
final class LangChainSdk implements Sdk {
  private static final ChatResponse ANSWER =
      ChatResponse.builder()
          .aiMessage(AiMessage.from("Tea."))
          .id("c-1")
          .modelName("gpt-4o")
          .tokenUsage(new TokenUsage(3, 2))
          .finishReason(FinishReason.STOP)
          .build();

  private final ChatModel model = new Model();
  private final StreamingModel streaming = new StreamingModel();
  private final ChatRequest question =
      ChatRequest.builder().modelName("gpt-4o").messages(UserMessage.from("Tea?")).build();

  private static final class Model implements ChatModel {
    @Override
    public ChatResponse doChat(ChatRequest request) {
      return ANSWER;
    }
  }

  private static final class StreamingModel implements StreamingChatModel {
    private int chunks;

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
      for (int i = 0; i < chunks; i++) {
        handler.onPartialResponse("Tea");
      }
      handler.onCompleteResponse(ANSWER);
    }
  }

  private static final class Reader implements StreamingChatResponseHandler {
    @Override
    public void onPartialResponse(String text) {
      Seen.chunk();
    }

    @Override
    public void onCompleteResponse(ChatResponse answer) {}

    @Override
    public void onError(Throwable failure) {
      throw new IllegalStateException(failure);
    }
  }

  @Override
  public String name() {
    return "LangChain4j";
  }

  @Override
  public void ask() {
    model.chat(question);
  }

  @Override
  public boolean stream(int chunks) {
    streaming.chunks = chunks;
    streaming.chat(question, new Reader());
    return true;
  }
}
