// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentContext;
import io.obsagent.testing.AgentExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tasks that hand their context on, or run again and again. */
@ExtendWith(AgentExtension.class)
class LoopsTest {
  private final ThreadPoolExecutor pool = Pools.ofOne(new LinkedBlockingQueue<>());
  private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);

  @AfterEach
  void stop() {
    pool.shutdownNow();
    scheduler.shutdownNow();
  }

  @Test
  void aTaskThatSubmitsItselfAgainLeavesTheTrace() throws Exception {
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    Runnable loop =
        new Runnable() {
          @Override
          public void run() {
            seen.add(AgentContext.current());
            if (seen.size() < 3) {
              pool.execute(this);
            }
          }
        };

    AgentContext.within(
        "request",
        () -> {
          pool.execute(loop);
          return null;
        });

    assertThat(seen.poll(60, TimeUnit.SECONDS)).isEqualTo("request");
    assertThat(seen.poll(60, TimeUnit.SECONDS)).isEqualTo("root");
  }

  @Test
  void aLoopThatSchedulesANewObjectForEachRoundLeavesTheTrace() throws Exception {
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    AgentContext.within(
        "request",
        () -> {
          scheduleRound(seen);
          return null;
        });

    List<String> rounds = new ArrayList<>();
    while (rounds.size() < 2 * SubmittedTasks.MAX_HOPS) {
      rounds.add(seen.poll(60, TimeUnit.SECONDS));
    }
    assertThat(rounds.subList(0, SubmittedTasks.MAX_HOPS)).containsOnly("request");
    assertThat(rounds.subList(SubmittedTasks.MAX_HOPS, rounds.size())).containsOnly("root");
  }

  private void scheduleRound(BlockingQueue<String> seen) {
    scheduler.schedule(
        () -> {
          seen.add(AgentContext.current());
          scheduleRound(seen);
        },
        1,
        TimeUnit.MICROSECONDS);
  }

  @Test
  void aTaskScheduledOnceHasTheContextAndAPeriodicOneHasNot() throws Exception {
    BlockingQueue<String> periodic = new LinkedBlockingQueue<>();

    Future<String> once =
        AgentContext.within(
            "request",
            () -> {
              scheduler.scheduleAtFixedRate(
                  () -> periodic.add(AgentContext.current()), 0, 1, TimeUnit.MILLISECONDS);
              return scheduler.schedule(AgentContext::current, 1, TimeUnit.MILLISECONDS);
            });

    assertThat(once.get()).isEqualTo("request");
    assertThat(periodic.poll(60, TimeUnit.SECONDS)).isEqualTo("root");
    assertThat(periodic.poll(60, TimeUnit.SECONDS)).isEqualTo("root");
  }
}
