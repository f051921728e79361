// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;

/** A model that publishes its answers, as newer versions of the library let models do. */
final class PublishingModel implements StreamingChatModel {
  /** Overrides the library's where that has it. */
  @SuppressWarnings("unused")
  public Flow.Publisher<Object> doChat(ChatRequest request) {
    return subscriber -> {
      SubmissionPublisher<Object> source = new SubmissionPublisher<>(Runnable::run, 8);
      source.subscribe(subscriber);
      source.submit("Tea");
      source.submit(".");
      source.submit(
          ChatResponse.builder()
              .aiMessage(AiMessage.from("Tea."))
              .modelName("m-real")
              .finishReason(FinishReason.STOP)
              .tokenUsage(new TokenUsage(3, 2))
              .build());
      source.close();
    };
  }

  static int ask(ChatRequest request) throws Exception {
    Counting counting = new Counting();
    new PublishingModel().doChat(request).subscribe(counting);
    return counting.count.get(60, TimeUnit.SECONDS);
  }

  private static final class Counting implements Flow.Subscriber<Object> {
    private final CompletableFuture<Integer> count = new CompletableFuture<>();
    private int items;

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Object item) {
      items++;
    }

    @Override
    public void onError(Throwable failure) {
      count.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      count.complete(items);
    }
  }
}
