// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.config;

/** How much of the application's heap what is kept in the process may take. */
public final class HeapBudget {
  /** So much of the largest heap at most, for each that keeps something. */
  private static final int PART = 32;

  private static final long LEAST = 2L << 20;

  private HeapBudget() {}

  /**
   * The option in bytes: what the user has given, else the default, or a 32nd part of the largest
   * heap where that is less (at least 2 MiB).
   *
   * @param mebibytes an option in MiB
   */
  public static long bytes(Config config, Option<Integer> mebibytes) {
    return bytes(config, mebibytes, Runtime.getRuntime().maxMemory());
  }

  static long bytes(Config config, Option<Integer> mebibytes, long heap) {
    long wanted = (long) config.get(mebibytes) << 20;
    return config.isGiven(mebibytes) ? wanted : Math.min(wanted, Math.max(LEAST, heap / PART));
  }
}
