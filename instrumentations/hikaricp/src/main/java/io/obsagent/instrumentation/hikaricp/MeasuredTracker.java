// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.hikaricp;

import com.zaxxer.hikari.metrics.IMetricsTracker;
import com.zaxxer.hikari.metrics.MetricsTrackerFactory;
import com.zaxxer.hikari.metrics.PoolStats;
import io.obsagent.instrumentation.shared.pool.PoolTimes;
import io.obsagent.spi.advice.Guard;
import org.jspecify.annotations.Nullable;

/** What a pool tells of its times, told to the application's tracker as well. */
final class MeasuredTracker implements IMetricsTracker {
  private static final Guard GUARD = Guard.of(MeasuredTracker.class);
  private static final long MILLIS = 1_000_000;

  private final PoolTimes times;
  private final @Nullable IMetricsTracker next;

  private MeasuredTracker(PoolTimes times, @Nullable IMetricsTracker next) {
    this.times = times;
    this.next = next;
  }

  /** Makes the application's tracker, if it has one, and ours above it. */
  record Factory(PoolTimes times, @Nullable MetricsTrackerFactory next)
      implements MetricsTrackerFactory {
    @Override
    public IMetricsTracker create(String poolName, PoolStats poolStats) {
      return new MeasuredTracker(times, next == null ? null : next.create(poolName, poolStats));
    }
  }

  @Override
  public void recordConnectionCreatedMillis(long millis) {
    try {
      times.created(millis * MILLIS);
    } catch (Throwable e) {
      GUARD.caught(e);
    }
    if (next != null) {
      next.recordConnectionCreatedMillis(millis);
    }
  }

  @Override
  public void recordConnectionAcquiredNanos(long nanos) {
    try {
      times.waited(nanos);
    } catch (Throwable e) {
      GUARD.caught(e);
    }
    if (next != null) {
      next.recordConnectionAcquiredNanos(nanos);
    }
  }

  @Override
  public void recordConnectionUsageMillis(long millis) {
    try {
      times.used(millis * MILLIS);
    } catch (Throwable e) {
      GUARD.caught(e);
    }
    if (next != null) {
      next.recordConnectionUsageMillis(millis);
    }
  }

  @Override
  public void recordConnectionTimeout() {
    try {
      times.timedOut();
    } catch (Throwable e) {
      GUARD.caught(e);
    }
    if (next != null) {
      next.recordConnectionTimeout();
    }
  }

  @Override
  public void close() {
    if (next != null) {
      next.close();
    }
  }
}
