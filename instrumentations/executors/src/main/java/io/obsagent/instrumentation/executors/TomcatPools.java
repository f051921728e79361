// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.Metrics.Reader;
import java.util.List;
import org.apache.tomcat.util.threads.ThreadPoolExecutor;

/** Tomcat's own pools, which are none of the JDK's since 9.0.55 and 10.1. */
final class TomcatPools implements Reader<Object> {
  private static final TomcatPools READER = new TomcatPools();

  private TomcatPools() {}

  /** Advice for {@code runWorker}. */
  static final class RunWorker {
    private RunWorker() {}

    @OnEnter
    static void enter(@This Object pool) {
      NamedPools.working(pool, READER);
    }
  }

  /** Advice for {@code reject}. */
  static final class Reject {
    private Reject() {}

    @OnEnter
    static void enter(@This Object pool) {
      NamedPools.rejected(pool);
    }
  }

  @Override
  public List<MetricDefinition> definitions() {
    return NamedPools.Definitions.ALL;
  }

  @Override
  public double[] read(Object pool) {
    ThreadPoolExecutor threads = (ThreadPoolExecutor) pool;
    double[] values =
        threads.isTerminated()
            ? NamedPools.ended()
            : NamedPools.values(
                threads.getPoolSize(),
                threads.getActiveCount(),
                threads.getMaximumPoolSize(),
                threads.getQueue().size());
    values[NamedPools.COMPLETED] = threads.getCompletedTaskCount();
    values[NamedPools.REJECTED] = NamedPools.rejectedBy(pool);
    return values;
  }
}
