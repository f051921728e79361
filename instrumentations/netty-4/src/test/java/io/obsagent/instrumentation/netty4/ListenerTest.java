// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.Promise;
import io.obsagent.testing.AgentContext;
import io.obsagent.testing.ContextKit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Listeners are tasks, which whoever completes their promise runs. */
class ListenerTest extends ContextKit {
  private static final DefaultEventExecutor LOOP = new DefaultEventExecutor();

  @AfterAll
  static void stopLoop() {
    LOOP.shutdownGracefully();
  }

  private static void complete(Promise<Object> promise) throws Exception {
    AgentContext.within(
        "completing",
        () -> {
          LOOP.execute(() -> promise.trySuccess("done"));
          return null;
        });
  }

  @Override
  protected <T> Future<T> handOver(Callable<T> task) throws Exception {
    CompletableFuture<T> result = new CompletableFuture<>();
    Promise<Object> promise = LOOP.newPromise();
    promise.addListener(
        done -> {
          try {
            if (!result.isDone()) {
              result.complete(task.call());
            }
          } catch (Throwable e) {
            result.completeExceptionally(e);
          }
        });
    complete(promise);
    return result;
  }

  private static FutureListener<Object> telling(CompletableFuture<String> seen) {
    return done -> seen.complete(AgentContext.current());
  }

  private static String in(CompletableFuture<String> seen) throws Exception {
    return seen.get(30, TimeUnit.SECONDS);
  }

  @Test
  void eachOfAPromiseHasTheContextOfItsOwn() throws Exception {
    Promise<Object> promise = LOOP.newPromise();
    List<CompletableFuture<String>> seen = new ArrayList<>();
    for (String name : new String[] {"first", "second"}) {
      CompletableFuture<String> here = new CompletableFuture<>();
      seen.add(here);
      AgentContext.within(name, () -> promise.addListener(telling(here)));
    }
    CompletableFuture<String> none = new CompletableFuture<>();
    promise.addListener(telling(none));
    complete(promise);

    assertThat(in(seen.get(0))).isEqualTo("first");
    assertThat(in(seen.get(1))).isEqualTo("second");
    assertThat(in(none)).isEqualTo("root");
  }

  @Test
  void ofAFutureThatIsCompleteAlreadyItIsToldInItsContextToo() throws Exception {
    Promise<Object> kept = LOOP.newPromise();
    kept.setSuccess("done");
    CompletableFuture<String> ofPromise = new CompletableFuture<>();
    CompletableFuture<String> ofFuture = new CompletableFuture<>();
    AgentContext.within(
        "request",
        () -> {
          kept.addListener(telling(ofPromise));
          return LOOP.newSucceededFuture((Object) "done").addListener(telling(ofFuture));
        });

    assertThat(in(ofPromise)).isEqualTo("request");
    assertThat(in(ofFuture)).isEqualTo("request");
  }

  @Test
  void oneThatIsTakenOutIsNotToldAndLeavesNoContextBehind() throws Exception {
    Promise<Object> promise = LOOP.newPromise();
    CompletableFuture<String> seen = new CompletableFuture<>();
    FutureListener<Object> listener = telling(seen);
    AgentContext.within("before", () -> promise.addListener(listener));
    promise.removeListener(listener);
    AgentContext.within("request", () -> promise.addListener(listener));
    complete(promise);

    assertThat(in(seen)).isEqualTo("request");
  }

  @Test
  void theEndOfAConnectionIsNobodys() throws Exception {
    EmbeddedChannel channel = new EmbeddedChannel();
    CompletableFuture<String> seen = new CompletableFuture<>();
    AgentContext.within(
        "request",
        () -> channel.closeFuture().addListener(x -> seen.complete(AgentContext.current())));
    AgentContext.within("closing", channel::close);

    assertThat(in(seen)).isEqualTo("root");
  }

  @Test
  void ofMoreThanAPromiseBearsAllAreToldAndTheRestHaveNone() throws Exception {
    int count = 300;
    Promise<Object> promise = LOOP.newPromise();
    List<String> seen = new ArrayList<>();
    CompletableFuture<String> last = new CompletableFuture<>();
    for (int i = 0; i < count; i++) {
      AgentContext.within(
          "request", () -> promise.addListener(done -> seen.add(AgentContext.current())));
    }
    promise.addListener(telling(last));
    complete(promise);

    assertThat(in(last)).isEqualTo("root");
    assertThat(seen).hasSize(count);
    assertThat(seen.subList(0, 256)).containsOnly("request");
    assertThat(seen.subList(256, count)).containsOnly("root");
  }

  @Test
  void oneThatWaitsForTheNextIsNoEndlessTrace() throws Exception {
    List<String> seen = new ArrayList<>();
    CompletableFuture<String> last = new CompletableFuture<>();
    AgentContext.within(
        "request",
        () -> {
          waitFor(100, seen, last);
          return null;
        });

    assertThat(in(last)).isEqualTo("root");
    assertThat(seen.subList(0, 32)).containsOnly("request");
    assertThat(seen.subList(32, 100)).containsOnly("root");
  }

  /** Waits for a promise, then for the next one. */
  private static void waitFor(int left, List<String> seen, CompletableFuture<String> last)
      throws Exception {
    Promise<Object> promise = LOOP.newPromise();
    promise.addListener(
        done -> {
          seen.add(AgentContext.current());
          if (left > 1) {
            waitFor(left - 1, seen, last);
          } else {
            last.complete(AgentContext.current());
          }
        });
    LOOP.schedule(() -> promise.setSuccess("done"), 0, TimeUnit.MILLISECONDS);
  }
}
