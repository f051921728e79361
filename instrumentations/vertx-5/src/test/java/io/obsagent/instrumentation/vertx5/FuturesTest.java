// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.vertx5;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentContext;
import io.obsagent.testing.AgentExtension;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What waits for a future runs in its own context, on whichever thread. */
@ExtendWith(AgentExtension.class)
class FuturesTest {
  private final Promise<String> promise = Promise.promise();

  private CompletableFuture<String> waiting(String name) throws Exception {
    CompletableFuture<String> seen = new CompletableFuture<>();
    AgentContext.within(
        name,
        () ->
            promise
                .future()
                .compose(done -> Future.succeededFuture(AgentContext.current()))
                .onComplete((value, failure) -> seen.complete(value + AgentContext.current())));
    return seen;
  }

  private void completeIn(String name) throws Exception {
    AgentContext.within(
        name,
        () -> {
          promise.complete("done");
          return null;
        });
  }

  @Test
  void eachListenerHasTheContextOfItsOwn() throws Exception {
    CompletableFuture<String> first = waiting("first");
    CompletableFuture<String> second = waiting("second");
    completeIn("completing");

    assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo("firstfirst");
    assertThat(second.get(30, TimeUnit.SECONDS)).isEqualTo("secondsecond");
    assertThat(AgentContext.current()).isEqualTo("root");
  }

  @Test
  void whoHadNoContextGetsNone() throws Exception {
    CompletableFuture<String> seen = new CompletableFuture<>();
    promise.future().onSuccess(value -> seen.complete(AgentContext.current()));
    completeIn("completing");

    assertThat(seen.get(30, TimeUnit.SECONDS)).isEqualTo("root");
  }

  @Test
  void aFutureOfManyForgetsThoseItNeedsNoMore() throws Exception {
    Promise<String> failing = Promise.promise();
    Future<?> all = Future.all(List.of(promise.future(), failing.future()));
    failing.fail("no");

    assertThat(all.failed()).isTrue();
    completeIn("completing");
    assertThat(all.cause()).hasMessage("no");
  }
}
