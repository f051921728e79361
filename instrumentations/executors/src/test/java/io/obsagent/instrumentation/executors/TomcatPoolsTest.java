// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.tomcat.util.threads.TaskThreadFactory;
import org.apache.tomcat.util.threads.ThreadPoolExecutor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Of Tomcats whose pools are the JDK's, and of those whose are their own. */
@ExtendWith(AgentExtension.class)
class TomcatPoolsTest {
  private static void await(String metric, double value) {
    String series = "thread_pool_" + metric + "{pool=\"catalina-exec\"}";
    Recorded.await(
        () -> Double.valueOf(value).equals(Recorded.metric(series)),
        () -> series + ": " + Recorded.metric(series));
  }

  @Test
  void tomcatsPoolTellsItsThreadsItsQueueAndWhatItRejected() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(2),
            new TaskThreadFactory("catalina-exec-", true, Thread.NORM_PRIORITY));
    Runnable hold =
        () -> {
          try {
            release.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    try {
      pool.execute(hold);
      await("active_threads", 1);
      pool.execute(hold);
      pool.execute(hold);
      assertThatThrownBy(() -> pool.execute(hold)).isInstanceOf(RejectedExecutionException.class);
      await("queued_tasks", 2);
      await("threads", 1);
      await("max_threads", 1);
      await("rejected_tasks_total", 1);
    } finally {
      release.countDown();
      pool.shutdown();
    }
    assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    await("completed_tasks_total", 3);
  }
}
