// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

/**
 * Counts how deep the current thread is inside one kind of call, so that only the outermost is
 * watched, and that what the agent itself calls is not. One constant per module; cheap.
 */
public final class CallDepth {
  private final ThreadLocal<int[]> depth = ThreadLocal.withInitial(() -> new int[1]);

  /** Enters, and answers whether this is the outermost call. Every call needs one {@link #exit}. */
  public boolean enter() {
    return depth.get()[0]++ == 0;
  }

  /** Whether the current thread is inside such a call. */
  public boolean isInside() {
    return depth.get()[0] > 0;
  }

  public void exit() {
    int[] counter = depth.get();
    if (counter[0] > 0) {
      counter[0]--;
    }
  }
}
