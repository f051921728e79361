// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core;

import io.obsagent.spi.diagnostics.AgentReport.Phase;
import java.util.ArrayList;
import java.util.List;

/** Times the phases of the start, one after the other. Thread-safe. */
final class StartClock {
  private final List<Phase> phases = new ArrayList<>();
  private long lastNanos;

  StartClock(long startNanos) {
    this.lastNanos = startNanos;
  }

  /** Ends a phase; the next begins now. */
  synchronized void lap(String name) {
    long now = System.nanoTime();
    phases.add(new Phase(name, (now - lastNanos) / 1e6));
    lastNanos = now;
  }

  synchronized List<Phase> phases() {
    return List.copyOf(phases);
  }
}
