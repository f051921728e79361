// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What holds wherever a library hands work over to another thread: a test extends this and says how
 * to hand a task over, by {@link #handOver}. The context goes with the task, and with nothing else.
 * The few things that a library may not be able to do are methods that answer true.
 */
@ExtendWith(AgentExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ContextKit {
  private static final int TASKS = 200;
  private static final int SUBMITTERS = 8;
  private static final int PATIENCE_SECONDS = 60;
  private static final int STALL_SECONDS = 2;
  private static final String ROOT = "root";

  /**
   * Hands a task over, as an application does, to run on a thread of the library.
   *
   * @return its result, or what it threw as the cause of an {@link ExecutionException}; wrapped as
   *     the library does
   */
  protected abstract <T> Future<T> handOver(Callable<T> task) throws Exception;

  /** As many tasks as can run at once and still wait for each other; 1 or more. */
  protected int threads() {
    return 1;
  }

  /** Whether cancelling what {@link #handOver} answers keeps a task that waits from running. */
  protected boolean cancels() {
    return true;
  }

  /** Whether the next task is spared the context that one has made current and never closed. */
  protected boolean mendsWhatATaskLeavesOpen() {
    return true;
  }

  @Test
  void theContextGoesWithTheTaskAndTheThreadKeepsNothing() throws Exception {
    for (int round = 0; round < 4; round++) {
      String name = "request-" + round;
      assertThat(get(AgentContext.within(name, () -> handOver(AgentContext::current))))
          .isEqualTo(name);
      assertNothingIsLeft();
    }
  }

  @Test
  void whoHandsOverKeepsTheContext() throws Exception {
    String after =
        AgentContext.within(
            "request",
            () -> {
              Future<String> task = handOver(AgentContext::current);
              String here = AgentContext.current();
              get(task);
              return here + " " + AgentContext.current();
            });
    assertThat(after).isEqualTo("request request");
    assertThat(AgentContext.current()).isEqualTo(ROOT);
  }

  @Test
  void aTaskFromOutsideRunsInNoContextWhileOthersDo() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    Future<String> held = AgentContext.within("request", () -> handOver(() -> held(release)));
    Future<String> outside = handOver(AgentContext::current);
    release.countDown();
    assertThat(get(held)).isEqualTo("request");
    assertThat(get(outside)).isEqualTo(ROOT);
  }

  @Test
  void aTaskThatHandsOverAnotherPassesItsContextOn() throws Exception {
    Future<Future<String>> outer =
        AgentContext.within("request", () -> handOver(() -> handOver(AgentContext::current)));
    assertThat(get(get(outer))).isEqualTo("request");
    assertNothingIsLeft();
  }

  @Test
  void whatATaskThrowsComesAsItIs() throws Exception {
    IllegalStateException thrown = new IllegalStateException("out of stock");
    Future<String> failing =
        AgentContext.within(
            "request",
            () ->
                handOver(
                    () -> {
                      throw thrown;
                    }));
    assertThatThrownBy(() -> get(failing))
        .satisfies(failure -> assertThat(causes(failure)).contains(thrown));
    assertNothingIsLeft();
  }

  @Test
  void aTaskThatIsCancelledLeavesNothing() throws Exception {
    assumeTrue(cancels(), "the library cannot cancel a task");
    CountDownLatch release = new CountDownLatch(1);
    List<Future<String>> blocked = new ArrayList<>();
    for (int i = 0; i < threads(); i++) {
      blocked.add(handOver(() -> held(release)));
    }
    Future<String> waiting = AgentContext.within("request", () -> handOver(AgentContext::current));
    assertThat(waiting.cancel(false)).isTrue();
    release.countDown();
    for (Future<String> each : blocked) {
      assertThat(get(each)).isEqualTo(ROOT);
    }
    assertThatThrownBy(() -> get(waiting)).isInstanceOf(CancellationException.class);
    assertNothingIsLeft();
  }

  @Test
  void manyTasksAtOnceEachHaveTheirOwnContext() throws Exception {
    List<Future<String>> tasks = new ArrayList<>();
    for (int i = 0; i < TASKS; i++) {
      tasks.add(null);
    }
    List<Thread> submitters = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    for (int s = 0; s < SUBMITTERS; s++) {
      int first = s;
      Thread submitter =
          new Thread(
              () -> {
                try {
                  for (int i = first; i < TASKS; i += SUBMITTERS) {
                    Future<String> task =
                        AgentContext.within("context-" + i, () -> handOver(AgentContext::current));
                    synchronized (tasks) {
                      tasks.set(i, task);
                    }
                  }
                } catch (Throwable e) {
                  synchronized (failures) {
                    failures.add(e);
                  }
                }
              });
      submitter.start();
      submitters.add(submitter);
    }
    for (Thread submitter : submitters) {
      submitter.join();
    }
    assertThat(failures).isEmpty();
    for (int i = 0; i < TASKS; i++) {
      assertThat(get(tasks.get(i))).isEqualTo("context-" + i);
    }
    assertNothingIsLeft();
  }

  @Test
  void whatATaskLeavesOpenDoesNotReachTheNext() throws Exception {
    assumeTrue(mendsWhatATaskLeavesOpen(), "the library shows no end of a task");
    Future<String> careless =
        AgentContext.within("request", () -> handOver(() -> AgentContext.leave("left")));
    assertThat(get(careless)).isEqualTo("left");
    assertNothingIsLeft();
  }

  /** On each thread that may have run a task, so that none is asked twice and another never. */
  private void assertNothingIsLeft() throws Exception {
    CountDownLatch all = new CountDownLatch(threads());
    List<Future<String>> tasks = new ArrayList<>();
    for (int i = 0; i < threads(); i++) {
      tasks.add(
          handOver(
              () -> {
                all.countDown();
                return held(all);
              }));
    }
    for (Future<String> task : tasks) {
      assertThat(get(task)).as("context that a thread has kept").isEqualTo(ROOT);
    }
    assertThat(AgentContext.current()).as("context of who hands over").isEqualTo(ROOT);
  }

  private static String held(CountDownLatch release) throws InterruptedException {
    assertThat(release.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    return AgentContext.current();
  }

  /**
   * A pool of forks may leave a task to threads that sleep: of 206,810 rounds of JDK 17 alone ten
   * stalled, until another thread submitted something. What the same one submits lies behind that
   * task, and wakes nobody. So another one does.
   */
  private <T> T get(Future<T> task) throws Exception {
    for (int waited = 0; waited < PATIENCE_SECONDS; waited += STALL_SECONDS) {
      try {
        return task.get(STALL_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException stalled) {
        FutureTask<?> another = new FutureTask<>(() -> handOver(AgentContext::current));
        new Thread(another).start();
        another.get();
      }
    }
    return task.get(0, TimeUnit.SECONDS);
  }

  private static List<Throwable> causes(Throwable failure) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable each = failure; each != null && causes.size() < 10; each = each.getCause()) {
      causes.add(each);
    }
    return causes;
  }
}
