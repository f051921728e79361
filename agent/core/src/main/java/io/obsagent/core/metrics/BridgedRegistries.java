// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.metrics;

import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.Metrics.FamilyReader;
import io.obsagent.spi.service.AgentThread;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The application's own registries, held weakly, and a thread that reads them: a gauge may be
 * anything the application has written, a query of its database or a wait for ever. Who wants the
 * metrics waits for it a while, and then takes what was read last. Thread-safe.
 */
final class BridgedRegistries {
  private static final int MAX_REGISTRIES = 1_000;
  private static final long PATIENCE_MILLIS = 5_000;

  /**
   * What one registry has.
   *
   * @param library whose registry it is: the reader's name, which is one in all class loaders
   */
  record Read(String library, List<MetricFamily> families) {}

  private record Bridge<O>(WeakReference<O> owner, WeakReference<FamilyReader<O>> reader) {
    boolean isGone() {
      return owner.refersTo(null) || reader.refersTo(null);
    }
  }

  private final ConcurrentLinkedQueue<Bridge<?>> bridges = new ConcurrentLinkedQueue<>();
  private final ReentrantLock turn = new ReentrantLock();
  private final long patienceMillis;
  private @Nullable FutureTask<List<Read>> running;
  private volatile List<Read> last = List.of();

  BridgedRegistries() {
    this(PATIENCE_MILLIS);
  }

  /**
   * @param patienceMillis how long who wants the metrics waits for the application's code
   */
  BridgedRegistries(long patienceMillis) {
    this.patienceMillis = patienceMillis;
  }

  /** False if there are too many. */
  <O> boolean add(O owner, FamilyReader<O> reader) {
    if (bridges.size() >= MAX_REGISTRIES) {
      bridges.removeIf(Bridge::isGone);
      if (bridges.size() >= MAX_REGISTRIES) {
        return false;
      }
    }
    bridges.add(new Bridge<>(new WeakReference<>(owner), new WeakReference<>(reader)));
    return true;
  }

  /** What all have now; what they had, where the application's code takes too long. */
  List<Read> read() {
    bridges.removeIf(Bridge::isGone);
    if (bridges.isEmpty()) {
      last = List.of();
      return last;
    }
    try {
      if (turn.tryLock(patienceMillis, TimeUnit.MILLISECONDS)) {
        try {
          last = readInTime();
        } finally {
          turn.unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return last;
  }

  private List<Read> readInTime() throws InterruptedException {
    FutureTask<List<Read>> task = running;
    if (task != null && !task.isDone()) {
      return last; // it has been too late before
    }
    task = new FutureTask<>(this::readAll);
    running = task;
    AgentThread.newThread("bridges", task).start();
    try {
      return task.get(patienceMillis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      tell("a registry of the application takes longer than " + patienceMillis + " ms to read");
    } catch (ExecutionException e) {
      tell("registries of the application could not be read: " + e.getCause());
    }
    return last;
  }

  private List<Read> readAll() {
    List<Read> all = new ArrayList<>();
    for (Bridge<?> bridge : bridges) {
      read(bridge, all);
    }
    return all;
  }

  private static <O> void read(Bridge<O> bridge, List<Read> all) {
    O owner = bridge.owner.get();
    FamilyReader<O> reader = bridge.reader.get();
    if (owner == null || reader == null) {
      return;
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try {
      thread.setContextClassLoader(owner.getClass().getClassLoader());
      all.add(new Read(reader.getClass().getName(), reader.read(owner)));
    } catch (Throwable e) {
      tell("a registry (" + owner.getClass().getName() + ") could not be read: " + e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static void tell(String fault) {
    AgentLog.limited(AgentLog.Level.WARN, "metrics.bridge", "metrics: " + fault);
  }
}
