// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.diagnostics.AgentReport.Part;
import io.obsagent.spi.diagnostics.AgentReport.PartState;
import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class AgentLoopTest {
  private static final long NEVER = TimeUnit.DAYS.toNanos(100);
  private static final Duration NOW = Duration.ofNanos(1);

  /** Throws what it is given, and then lets the test look at each turn. */
  private static final class Turns implements AgentLoop.Turn {
    final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    final Semaphore done = new Semaphore(0);
    final CountDownLatch ended = new CountDownLatch(1);
    volatile long pause;

    @Override
    public long run() throws Exception {
      Throwable failure = failures.poll();
      if (failure instanceof Error error) {
        throw error;
      }
      if (failure instanceof Exception exception) {
        throw exception;
      }
      done.release();
      return pause;
    }

    @Override
    public void end() {
      ended.countDown();
    }
  }

  private static Part part(String name) {
    return AgentLoop.parts().stream()
        .filter(part -> part.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static void end(AgentLoop loop) {
    loop.close();
    loop.join(System.nanoTime() + TimeUnit.SECONDS.toNanos(50), () -> {});
  }

  @Test
  void whateverATurnThrowsTheNextOneComes() throws Exception {
    Turns turns = new Turns();
    turns.pause = NEVER;
    turns.failures.add(new OutOfMemoryError("none left"));
    turns.failures.add(new IOException("too many open files"));
    turns.failures.add(new InterruptedException());
    turns.failures.add(new StackOverflowError());
    AgentLoop loop = new AgentLoop("test-throws", turns, NOW).start();

    turns.done.acquire();

    assertThat(AgentLoop.failures()).containsEntry("test-throws", 4L);
    end(loop);
    assertThat(turns.ended.getCount()).isZero();
  }

  @Test
  void aLoopThatFailsShowsUntilATurnSucceeds() throws Exception {
    Turns turns = new Turns();
    turns.failures.add(new IllegalStateException("no"));
    turns.pause = NEVER;
    AgentLoop loop = new AgentLoop("test-shows", turns, Duration.ofNanos(NEVER)).start();
    while (part("test-shows").failures() == 0 || part("test-shows").lastError().isEmpty()) {
      Thread.onSpinWait();
    }
    assertThat(part("test-shows").state()).isEqualTo(PartState.FAILING);
    assertThat(part("test-shows").lastError()).isEqualTo("java.lang.IllegalStateException: no");

    loop.wake();
    turns.done.acquire();
    loop.wake();
    turns.done.acquire();

    assertThat(part("test-shows").state()).isEqualTo(PartState.WORKING);
    assertThat(part("test-shows").failures()).isEqualTo(1);
    end(loop);
    assertThat(AgentLoop.parts()).noneMatch(part -> part.name().equals("test-shows"));
    assertThat(AgentLoop.failures()).containsEntry("test-shows", 1L);
  }

  @Test
  void aWakeDuringATurnIsNotLost() throws Exception {
    CountDownLatch inTurn = new CountDownLatch(1);
    Semaphore leave = new Semaphore(0);
    Semaphore done = new Semaphore(0);
    AgentLoop loop =
        new AgentLoop(
                "test-wake",
                () -> {
                  inTurn.countDown();
                  leave.acquire();
                  done.release();
                  return NEVER;
                })
            .start();
    inTurn.await();
    loop.wake();
    leave.release(2);
    done.acquire(2);
    end(loop);
  }

  @Test
  void anInterruptOfOthersNeitherEndsNorSpinsIt() throws Exception {
    Turns turns = new Turns();
    Thread[] own = new Thread[1];
    AgentLoop loop =
        new AgentLoop(
                "test-interrupt",
                () -> {
                  own[0] = Thread.currentThread();
                  turns.done.release();
                  return NEVER;
                })
            .start();
    turns.done.acquire();
    own[0].interrupt();
    while (own[0].isInterrupted()) {
      Thread.onSpinWait();
    }
    loop.wake();
    turns.done.acquire();
    end(loop);
    assertThat(own[0].isAlive()).isFalse();
  }

  @Test
  void whatBlocksIsCutAtTheDeadline() throws Exception {
    CountDownLatch inTurn = new CountDownLatch(1);
    CountDownLatch cut = new CountDownLatch(1);
    AgentLoop loop =
        new AgentLoop(
                "test-cut",
                () -> {
                  inTurn.countDown();
                  cut.await();
                  return 0;
                })
            .start();
    inTurn.await();
    loop.close();
    loop.join(System.nanoTime(), cut::countDown);
    assertThat(cut.getCount()).isZero();
  }
}
