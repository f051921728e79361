// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.export.LogExporter;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps what it gets; fails as it is told. */
class RecordingLogExporter implements LogExporter {
  final BlockingQueue<List<FinishedLog>> batches = new LinkedBlockingQueue<>();

  /** What the next calls do before anything else; each gone with its call. */
  final BlockingQueue<IOException> failures = new LinkedBlockingQueue<>();

  volatile int attempts;

  @Override
  public int export(List<FinishedLog> batch) throws IOException {
    attempts++;
    IOException failure = failures.poll();
    if (failure != null) {
      throw failure;
    }
    batches.add(List.copyOf(batch));
    return 0;
  }

  List<FinishedLog> take() throws InterruptedException {
    List<FinishedLog> batch = batches.poll(60, TimeUnit.SECONDS);
    if (batch == null) {
      throw new AssertionError("no batch came within a minute");
    }
    return batch;
  }

  @Override
  public void close() {}
}
