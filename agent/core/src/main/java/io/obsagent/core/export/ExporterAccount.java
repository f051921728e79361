// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import io.obsagent.spi.diagnostics.AgentReport.Exporter;
import java.util.concurrent.atomic.AtomicLong;

/** How one exporter fares with one signal. Written by its worker, read by anybody. */
final class ExporterAccount {
  private final String name;
  private final String signal;
  private final String endpoint;
  private final AtomicLong dropped = new AtomicLong();
  private volatile long lastSuccessEpochMillis;
  private volatile long lastErrorEpochMillis;
  private volatile String lastError = "";

  ExporterAccount(String name, String signal, String endpoint) {
    this.name = name;
    this.signal = signal;
    this.endpoint = endpoint;
  }

  void succeeded() {
    lastSuccessEpochMillis = System.currentTimeMillis();
  }

  void failed(String error) {
    lastErrorEpochMillis = System.currentTimeMillis();
    lastError = error;
  }

  void dropped(long items) {
    dropped.addAndGet(items);
  }

  Exporter state(int queued) {
    return new Exporter(
        name,
        signal,
        endpoint,
        lastSuccessEpochMillis,
        lastErrorEpochMillis,
        lastError,
        queued,
        dropped.get());
  }
}
