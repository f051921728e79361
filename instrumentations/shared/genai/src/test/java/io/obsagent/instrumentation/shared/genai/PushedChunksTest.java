// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.spi.advice.Guard;
import io.opentelemetry.context.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

class PushedChunksTest {
  private final FakeOperation operation = new FakeOperation();
  private final Application application = new Application();
  private final PushedChunks<String> pushed =
      new PushedChunks<>(
          application,
          operation,
          new AnswerReader<>(Guard.of(getClass()), (told, chunk) -> told.finishReason(chunk)));

  /** What a library hands to its subscriber. */
  private static final class Source implements Flow.Subscription {
    private boolean cancelled;

    @Override
    public void request(long count) {}

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  private final class Application implements Flow.Subscriber<String> {
    private final List<String> got = new ArrayList<>();
    private Flow.Subscription subscription;

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
    }

    @Override
    public void onNext(String chunk) {
      if (chunk.equals("bad")) {
        throw new IllegalStateException("mine");
      }
      got.add(chunk + (Context.current() == operation.context() ? "" : " elsewhere"));
    }

    @Override
    public void onError(Throwable failure) {
      got.add(failure.getMessage());
    }

    @Override
    public void onComplete() {
      got.add("end");
    }
  }

  @Test
  void chunksArriveInTheContextOfTheCallWhichEndsWithTheLast() {
    pushed.onSubscribe(new Source());
    pushed.onNext("a");
    pushed.onNext("b");
    assertThat(operation.ended()).isFalse();
    pushed.onComplete();

    assertThat(application.got).containsExactly("a", "b", "end");
    assertThat(operation.told).containsExactly("chunk", "a", "chunk", "b");
    assertThat(operation.ended()).isTrue();
    assertThat(operation.error).isNull();
  }

  @Test
  void aFailureOfTheProviderIsTheErrorAndTheApplicationsOwnIsNot() {
    pushed.onSubscribe(new Source());
    assertThatThrownBy(() -> pushed.onNext("bad")).hasMessage("mine");
    assertThat(operation.ended()).isFalse();

    pushed.onError(new IllegalArgumentException("overloaded"));

    assertThat(application.got).containsExactly("overloaded");
    assertThat(operation.error).hasMessage("overloaded");
  }

  @Test
  void anApplicationThatWantsNoMoreEndsTheCall() {
    Source source = new Source();
    pushed.onSubscribe(source);

    application.subscription.cancel();

    assertThat(source.cancelled).isTrue();
    assertThat(operation.told).containsExactly("left");
    assertThat(operation.error).isNull();
  }
}
