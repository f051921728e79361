// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.kotlinxcoroutines;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentContext;
import io.obsagent.testing.ContextKit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import kotlin.Unit;
import kotlinx.coroutines.BuildersKt;
import kotlinx.coroutines.CoroutineDispatcher;
import kotlinx.coroutines.CoroutineStart;
import kotlinx.coroutines.Dispatchers;
import kotlinx.coroutines.ExecutorsKt;
import kotlinx.coroutines.GlobalScope;
import kotlinx.coroutines.Job;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Coroutines on threads of a pool, and of the library. */
class CoroutinesTest extends ContextKit {
  private static final List<String> STEPS =
      List.of("start", "delayed", "yielded", "within", "back");

  private final ExecutorService pool = Executors.newSingleThreadExecutor();
  private final CoroutineDispatcher single = ExecutorsKt.from(pool);

  @AfterAll
  void stop() {
    pool.shutdown();
  }

  @Override
  protected <T> Future<T> handOver(Callable<T> task) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Job job =
        BuildersKt.launch(
            GlobalScope.INSTANCE,
            single,
            CoroutineStart.DEFAULT,
            (scope, completion) -> {
              try {
                result.complete(task.call());
              } catch (Throwable e) {
                result.completeExceptionally(e);
              }
              return Unit.INSTANCE;
            });
    result.whenComplete(
        (value, failure) -> {
          if (result.isCancelled()) {
            job.cancel(null);
          }
        });
    return result;
  }

  @Test
  void aCoroutineKeepsItsContextOverSuspensionOnWhicheverThread() throws Exception {
    List<CoroutineDispatcher> dispatchers =
        List.of(Dispatchers.getDefault(), Dispatchers.getIO(), Dispatchers.getUnconfined(), single);
    for (CoroutineDispatcher each : dispatchers) {
      assertThat(AgentContext.within("request", () -> stepsOn(each)))
          .as(each.toString())
          .containsExactlyElementsOf(in("request"));
      assertThat(AgentContext.current()).isEqualTo("root");
      assertThat(stepsOn(each)).as(each.toString()).containsExactlyElementsOf(in("root"));
    }
  }

  @Test
  void manyCoroutinesThatShareThreadsEachKeepTheirs() throws Exception {
    List<List<String>> all = new ArrayList<>();
    List<CountDownLatch> ends = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      List<String> seen = new CopyOnWriteArrayList<>();
      all.add(seen);
      ends.add(AgentContext.within("context-" + i, () -> start(seen, single)));
    }
    for (int i = 0; i < ends.size(); i++) {
      assertThat(ends.get(i).await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(all.get(i)).containsExactlyElementsOf(in("context-" + i));
    }
    assertThat(pool.submit(AgentContext::current).get()).isEqualTo("root");
  }

  private List<String> stepsOn(CoroutineDispatcher dispatcher) throws InterruptedException {
    List<String> seen = new CopyOnWriteArrayList<>();
    assertThat(start(seen, dispatcher).await(30, TimeUnit.SECONDS)).isTrue();
    return seen;
  }

  private static CountDownLatch start(List<String> seen, CoroutineDispatcher dispatcher) {
    CountDownLatch end = new CountDownLatch(1);
    Job job =
        BuildersKt.launch(
            GlobalScope.INSTANCE,
            dispatcher,
            CoroutineStart.DEFAULT,
            new Steps(seen, Dispatchers.getDefault(), null));
    job.invokeOnCompletion(
        failure -> {
          end.countDown();
          return Unit.INSTANCE;
        });
    return end;
  }

  private static List<String> in(String context) {
    return STEPS.stream().map(step -> step + ' ' + context).toList();
  }
}
