// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.spi.advice.Guard;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class TracedFutureTest {
  private final FakeOperation operation = new FakeOperation();
  private final CompletableFuture<String> source = new CompletableFuture<>();
  private final TracedFuture<String> traced =
      TracedFuture.of(
          source,
          operation,
          new AnswerReader<>(Guard.of(TracedFutureTest.class), (told, answer) -> {}),
          answer -> "watched " + answer);

  @Test
  void theApplicationGetsTheWatchedAnswerWhichGoesOn() {
    source.complete("answer");

    assertThat(traced).isCompletedWithValue("watched answer");
    assertThat(operation.ended()).isFalse();
  }

  @Test
  void aFailureIsTheThrowableThatItWouldBeWithoutTheAgent() {
    CompletionException failure = new CompletionException(new IllegalStateException("429"));
    source.completeExceptionally(failure);

    assertThatThrownBy(traced::join).isSameAs(failure);
    assertThat(operation.error).hasMessage("429");
  }

  @Test
  void cancellingReachesTheLibraryAndEndsTheCall() {
    assertThat(traced.cancel(true)).isTrue();

    assertThat(source).isCancelled();
    assertThat(operation.error).isInstanceOf(CancellationException.class);
  }

  @Test
  void anAnswerThatNobodyWaitsForAnyMoreEndsTheCall() {
    traced.complete("the application's own");

    source.complete("answer");

    assertThat(traced).isCompletedWithValue("the application's own");
    assertThat(operation.error).isInstanceOf(CancellationException.class);
  }
}
