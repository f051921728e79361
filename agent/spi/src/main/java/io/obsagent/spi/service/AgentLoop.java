// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.service;

import io.obsagent.spi.diagnostics.AgentReport.Part;
import io.obsagent.spi.diagnostics.AgentReport.PartState;
import io.obsagent.spi.log.AgentLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thread of the agent that does something again and again until it is closed. Whatever a turn
 * throws, an {@link OutOfMemoryError} included, is counted and told, and the next turn comes after
 * a pause that doubles with each failure in a row. Pauses go by {@link System#nanoTime}: a clock
 * that is set changes nothing. Thread-safe.
 *
 * <p>How all loops are doing is in {@link #parts()}, for the agent's report.
 */
public final class AgentLoop implements AutoCloseable {
  private static final long FIRST_BACKOFF = TimeUnit.SECONDS.toNanos(1);
  private static final long LONGEST_BACKOFF = TimeUnit.MINUTES.toNanos(1);
  private static final int MOST_DOUBLINGS = 6;

  private static final Map<String, Account> ACCOUNTS = new ConcurrentSkipListMap<>();

  private final String name;
  private final Turn turn;
  private final long firstBackoff;
  private final Account account;
  private final Thread thread;
  private long firstPause;
  private int failuresInRow;
  private volatile boolean started;
  private volatile boolean closing;
  private volatile boolean woken;

  /** What is done in each turn, on the loop's thread. */
  @FunctionalInterface
  public interface Turn {
    /**
     * @return nanoseconds until the next turn; zero or less for at once
     * @throws Exception counts as a failure of the loop
     */
    long run() throws Exception;

    /** After the last turn, on the same thread: sends what is left, frees what is held. */
    default void end() {}
  }

  /**
   * @param name a constant: of the thread after {@code obs-}, and of the part in the agent's report
   */
  public AgentLoop(String name, Turn turn) {
    this(name, turn, Duration.ofNanos(FIRST_BACKOFF));
  }

  /**
   * @param firstBackoff pause after a failure; doubles up to a minute
   */
  public AgentLoop(String name, Turn turn, Duration firstBackoff) {
    this.name = name;
    this.turn = turn;
    this.firstBackoff = firstBackoff.toNanos();
    this.account = ACCOUNTS.computeIfAbsent(name, Account::new);
    this.thread = AgentThread.newThread(name, this::loop);
  }

  /** Starts with a turn at once. */
  public AgentLoop start() {
    return start(Duration.ZERO);
  }

  /** Starts with a pause; once. */
  public AgentLoop start(Duration delay) {
    firstPause = delay.toNanos();
    account.loop = this;
    account.died = false;
    started = true;
    thread.start();
    return this;
  }

  /** Ends the pause before the next turn. Cheap enough for a request's thread. */
  public void wake() {
    woken = true;
    LockSupport.unpark(thread);
  }

  /** Whether the loop shall end; a turn that takes long looks now and then. */
  public boolean isClosing() {
    return closing;
  }

  /**
   * Waits within a turn, which {@link #wake} does not end.
   *
   * @return false if the loop shall end
   */
  public boolean pause(long nanos) {
    return await(nanos, false);
  }

  /** Asks the loop to end; does not wait for it. */
  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(thread);
  }

  /**
   * Waits for the end after {@link #close}; past the deadline interrupts the thread and runs {@code
   * cut}, which frees it from what it blocks on.
   *
   * @param deadlineNanos as {@link System#nanoTime}
   */
  public void join(long deadlineNanos, Runnable cut) {
    boolean interrupted = false;
    try {
      TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, deadlineNanos - System.nanoTime()));
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (thread.isAlive()) {
      thread.interrupt();
      cut.run();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Notes a part that did not come to have a loop: it counts as dead until one of its name starts.
   *
   * @param name a constant, as that of a loop
   */
  public static void died(String name, Throwable cause) {
    Account account = ACCOUNTS.computeIfAbsent(name, Account::new);
    account.count();
    account.lastFailureEpochMillis = System.currentTimeMillis();
    account.lastError = cause.toString();
    account.died = true;
  }

  /** How the loops that run now are doing, and those parts that did not start, by name. */
  public static List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    for (Account account : ACCOUNTS.values()) {
      AgentLoop loop = account.loop;
      if (account.died) {
        parts.add(account.part(false));
      } else if (loop != null && !loop.closing) {
        parts.add(account.part(loop.thread.isAlive() || !loop.started));
      }
    }
    return parts;
  }

  /** How often a turn of each loop has failed since the JVM started, by name. */
  public static Map<String, Long> failures() {
    Map<String, Long> failures = new TreeMap<>();
    ACCOUNTS.forEach((loop, account) -> failures.put(loop, account.failures));
    return failures;
  }

  private void loop() {
    long pause = firstPause;
    while (await(pause, true)) {
      pause = turn();
    }
    try {
      turn.end();
    } catch (Throwable e) {
      failed(e);
    }
  }

  private boolean await(long nanos, boolean wakeable) {
    long until = System.nanoTime() + nanos;
    for (long left = nanos; left > 0 && !closing && !(wakeable && woken); ) {
      LockSupport.parkNanos(this, left);
      if (Thread.interrupted() && closing) {
        Thread.currentThread().interrupt(); // let go of by join()
      }
      left = until - System.nanoTime();
    }
    if (wakeable) {
      woken = false;
    }
    return !closing;
  }

  private long turn() {
    try {
      long pause = turn.run();
      failuresInRow = 0;
      account.failing = false;
      return pause;
    } catch (Throwable e) {
      return failed(e);
    }
  }

  /** Counts first: without memory that may be all that can be done. */
  private long failed(Throwable e) {
    long pause = Math.min(LONGEST_BACKOFF, firstBackoff << Math.min(failuresInRow, MOST_DOUBLINGS));
    failuresInRow++;
    account.count();
    account.failing = true;
    try {
      account.lastFailureEpochMillis = System.currentTimeMillis();
      account.lastError = e.toString();
      if (!closing) {
        AgentLog.limited(
            AgentLog.Level.ERROR, "loop." + name, thread.getName() + " failed and goes on: " + e);
      }
    } catch (Throwable again) {
      account.lastError = "";
    }
    return pause;
  }

  /** Of one name; outlives a loop that is made anew, so that its count never falls. */
  private static final class Account {
    final String name;
    volatile @Nullable AgentLoop loop;

    volatile long failures;
    volatile boolean failing;
    volatile boolean died;
    volatile String lastError = "";
    volatile long lastFailureEpochMillis;

    Account(String name) {
      this.name = name;
    }

    synchronized void count() {
      failures++;
    }

    Part part(boolean alive) {
      PartState state = !alive ? PartState.DEAD : failing ? PartState.FAILING : PartState.WORKING;
      return new Part(name, state, failures, lastError, lastFailureEpochMillis);
    }
  }
}
