// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import io.netty.channel.EventLoop;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.ApplicationChecks;
import io.obsagent.spi.telemetry.WeakMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;

/**
 * How long a task waits in each event loop, for whoever asks: nobody does unless the user wants it.
 */
final class LoopWatch {
  private static final Guard GUARD = Guard.of(LoopWatch.class);
  private static final WeakMap<EventLoop, Beat> LOOPS = new WeakMap<>();
  private static final Callable<Map.Entry<Long, String>> LONGEST = LoopWatch::longest;

  private LoopWatch() {}

  /** A loop whose thread is about to start. */
  static void started(EventLoop loop) {
    if (LOOPS.isEmpty()) {
      String application = Integer.toHexString(System.identityHashCode(LoopWatch.class));
      ApplicationChecks.offer("event loops " + application, LONGEST);
    }
    LOOPS.putIfAbsent(loop, new Beat());
  }

  private static Map.Entry<Long, String> longest() {
    long now = System.nanoTime();
    List<Map.Entry<Long, String>> waits = new ArrayList<>();
    try {
      LOOPS.forEach((loop, beat) -> waits.add(Map.entry(beat.ask(loop, now), beat.name)));
    } catch (Throwable e) {
      GUARD.caught(e);
    }
    return waits.stream().max(Map.Entry.comparingByKey()).orElse(Map.entry(0L, ""));
  }

  /** Sees in the loop that its turn has come. */
  private static final class Beat implements Runnable {
    private static final long NONE = 0;

    /** When it was handed to the loop; {@link #NONE} while it is not there. */
    private volatile long sent = NONE;

    /** The loop's thread, once it has run. */
    private volatile String name = "an event loop";

    /** How long it has been waiting, in nanoseconds; if it is not, it is sent again. */
    long ask(EventLoop loop, long now) {
      long before = sent;
      if (before != NONE) {
        return loop.isShuttingDown() ? 0 : now - before;
      }
      if (!loop.isShuttingDown()) {
        sent = now == NONE ? 1 : now;
        try {
          loop.execute(this);
        } catch (RejectedExecutionException e) {
          sent = NONE;
        }
      }
      return 0;
    }

    @Override
    public void run() {
      name = Thread.currentThread().getName();
      sent = NONE;
    }
  }
}
