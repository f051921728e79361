// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.rxjava;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentContext;
import io.obsagent.testing.ContextKit;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Tasks of RxJava's schedulers. */
class Rx3SchedulersTest extends ContextKit {
  private final ExecutorService pool = Executors.newSingleThreadExecutor();
  private final Scheduler scheduler = Schedulers.from(pool);

  @AfterAll
  void stop() {
    pool.shutdown();
  }

  @Override
  protected <T> Future<T> handOver(Callable<T> task) {
    return Single.fromCallable(task).subscribeOn(scheduler).toFuture();
  }

  @Test
  void eachSchedulerRunsItsTasksInTheContextInWhichTheyWereScheduled() throws Exception {
    List<Scheduler> schedulers =
        List.of(
            Schedulers.computation(),
            Schedulers.io(),
            Schedulers.newThread(),
            Schedulers.single(),
            Schedulers.trampoline(),
            scheduler);
    for (Scheduler each : schedulers) {
      for (int round = 0; round < 3; round++) {
        String seen =
            AgentContext.within(
                "request",
                () ->
                    Flowable.range(1, 200)
                        .observeOn(each, false, 1)
                        .map(number -> AgentContext.current())
                        .delay(1, TimeUnit.MICROSECONDS)
                        .map(context -> context + ' ' + AgentContext.current())
                        .distinct()
                        .singleOrError()
                        .blockingGet());
        assertThat(seen).as(each.toString()).isEqualTo("request request");
        String afterwards =
            Single.fromCallable(AgentContext::current).subscribeOn(each).blockingGet();
        assertThat(afterwards).as("afterwards: " + each).isEqualTo("root");
      }
    }
  }
}
