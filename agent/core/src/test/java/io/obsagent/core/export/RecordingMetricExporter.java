// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import io.obsagent.spi.export.MetricExporter;
import io.obsagent.spi.metrics.MetricFamily;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps what it gets; fails as it is told. */
class RecordingMetricExporter implements MetricExporter {
  /** What the next call does before anything else; gone with it. */
  interface Failure {
    void run() throws IOException;
  }

  final BlockingQueue<Failure> failures = new LinkedBlockingQueue<>();
  private final BlockingQueue<List<MetricFamily>> snapshots = new LinkedBlockingQueue<>();
  volatile int attempts;
  volatile int closes;

  @Override
  public void export(List<MetricFamily> snapshot) throws IOException {
    attempts++;
    Failure failure = failures.poll();
    if (failure != null) {
      failure.run();
    }
    snapshots.add(snapshot);
  }

  /** The value of a series without labels in the next snapshot, waiting for it. */
  double take(String metric) throws InterruptedException {
    List<MetricFamily> snapshot = snapshots.poll(60, TimeUnit.SECONDS);
    if (snapshot == null) {
      throw new AssertionError("no snapshot came within a minute");
    }
    for (MetricFamily family : snapshot) {
      if (family.name().equals(metric)) {
        return ((MetricFamily.NumberPoint) family.points().get(0)).value();
      }
    }
    throw new AssertionError("there is no " + metric + " in " + snapshot);
  }

  int waiting() {
    return snapshots.size();
  }

  @Override
  public void close() {
    closes++;
  }
}
