// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springscheduling;

import io.obsagent.spi.telemetry.WorkOperation;
import org.jspecify.annotations.Nullable;

/** A job's operation, which stays current after its failure until the failure is handled. */
final class FailedRun {
  private static final ThreadLocal<@Nullable FailedRun> CURRENT = new ThreadLocal<>();

  private final @Nullable FailedRun around;
  private @Nullable WorkOperation operation;

  private FailedRun(@Nullable FailedRun around) {
    this.around = around;
  }

  static FailedRun begin() {
    FailedRun run = new FailedRun(CURRENT.get());
    CURRENT.set(run);
    return run;
  }

  /** Ends an operation, and detaches it only where its failure has no handler. */
  static void finish(WorkOperation failed, Throwable thrown) {
    FailedRun run = CURRENT.get();
    if (run == null || run.operation != null) {
      failed.finish(thrown);
    } else {
      run.operation = failed;
      failed.end(thrown);
    }
  }

  void end() {
    if (around == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(around);
    }
    if (operation != null) {
      operation.detach();
    }
  }
}
