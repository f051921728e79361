// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import io.obsagent.spi.service.AgentThread;
import java.lang.ref.Cleaner;

/**
 * Ends operations whose owner was collected: a stream that was neither read to its end nor closed,
 * a response that arrived after its future was cancelled. One thread serves all of the agent.
 */
final class Forgotten implements Runnable {
  private static final Cleaner CLEANER =
      Cleaner.create(task -> AgentThread.newThread("forgotten", task));

  private final Operation operation;

  private Forgotten(Operation operation) {
    this.operation = operation;
  }

  static void watch(Object owner, Operation operation) {
    CLEANER.register(owner, new Forgotten(operation));
  }

  /**
   * @param end must not hold the owner
   */
  static void watch(Object owner, Runnable end) {
    CLEANER.register(owner, end);
  }

  @Override
  public void run() {
    if (!operation.ended()) {
      operation.end(new NeverClosed());
    }
  }

  /** What the span's error is. */
  static final class NeverClosed extends Exception {
    private static final long serialVersionUID = 1L;

    NeverClosed() {
      super("the answer was neither read to its end nor closed", null, false, false);
    }
  }
}
