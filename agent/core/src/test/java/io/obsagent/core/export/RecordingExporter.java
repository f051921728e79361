// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.export.SpanExporter;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps what it gets; fails as it is told. */
class RecordingExporter implements SpanExporter {
  /** What the next call does before anything else; gone with it. */
  interface Failure {
    void run() throws IOException;
  }

  final BlockingQueue<List<FinishedSpan>> batches = new LinkedBlockingQueue<>();
  final BlockingQueue<Failure> failures = new LinkedBlockingQueue<>();
  volatile int attempts;
  volatile int closes;
  volatile int refused;

  @Override
  public int export(List<FinishedSpan> batch) throws IOException {
    attempts++;
    Failure failure = failures.poll();
    if (failure != null) {
      failure.run();
    }
    batches.add(List.copyOf(batch));
    return refused;
  }

  List<FinishedSpan> take() throws InterruptedException {
    List<FinishedSpan> batch = batches.poll(60, TimeUnit.SECONDS);
    if (batch == null) {
      throw new AssertionError("no batch came within a minute");
    }
    return batch;
  }

  @Override
  public void close() {
    closes++;
  }
}
