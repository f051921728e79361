// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.GenAiOperation;
import java.lang.ref.Cleaner;

/**
 * Ends the operation of an answer that the application has let go: a stream that it neither read to
 * its end nor closed, a response that arrived after its future was cancelled. Libraries close such
 * streams when they are collected; so does this, with an error that says why.
 */
public final class Forgotten implements Runnable {
  private static final Guard GUARD = Guard.of(Forgotten.class);
  private static final Cleaner CLEANER = Cleaner.create();

  private final GenAiOperation operation;

  private Forgotten(GenAiOperation operation) {
    this.operation = operation;
  }

  /**
   * @param answer must not be reachable from the operation
   */
  public static void watch(Object answer, GenAiOperation operation) {
    CLEANER.register(answer, new Forgotten(operation));
  }

  @Override
  public void run() {
    try {
      if (!operation.ended()) {
        operation.end(new NeverClosed());
      }
    } catch (Throwable e) {
      GUARD.caught(e);
    }
  }

  /** What the span's error is. */
  private static final class NeverClosed extends Exception {
    NeverClosed() {
      super("the answer was neither read to its end nor closed", null, false, false);
    }
  }
}
