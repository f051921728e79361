// SPDX-License-Identifier: Apache-2.0
package io.obsagent.methods;

import io.obsagent.spi.telemetry.Work;
import io.obsagent.spi.telemetry.WorkOperation;
import org.jspecify.annotations.Nullable;

/** A call that runs and has a span, or is counted as active. */
final class Running {
  private final @Nullable WorkOperation operation;
  private @Nullable SeriesNode @Nullable [] active;

  private Running(@Nullable WorkOperation operation) {
    this.operation = operation;
  }

  /**
   * @param work of the span; null for none
   */
  static Running start(@Nullable Work work) {
    WorkOperation operation = work == null ? null : WorkOperation.start(work);
    if (operation != null) {
      operation.attach();
    }
    return new Running(operation);
  }

  /** Counts this call; which of so many it is counted for. */
  static void count(int index, int of, Running running, SeriesNode node) {
    SeriesNode[] all = running.active;
    if (all == null) {
      all = new SeriesNode[of];
      running.active = all;
    }
    all[index] = node;
    node.change(1);
  }

  @Nullable WorkOperation operation() {
    return operation;
  }

  /** On the thread that has begun it. */
  void detach() {
    if (operation != null) {
      operation.detach();
    }
  }

  void end(@Nullable Throwable thrown) {
    @Nullable SeriesNode[] all = active;
    active = null;
    if (all != null) {
      for (SeriesNode node : all) {
        if (node != null) {
          node.change(-1);
        }
      }
    }
    if (operation != null) {
      operation.end(thrown);
    }
  }

  /** The end of a site. */
  static void finish(boolean detach, @Nullable Object token, @Nullable Throwable thrown) {
    if (token instanceof Running running) {
      if (detach) {
        running.detach();
      }
      running.end(thrown);
    }
  }
}
