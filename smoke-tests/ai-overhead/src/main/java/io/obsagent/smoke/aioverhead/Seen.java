// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.aioverhead;

/** Where applications take their chunks; tells what of the heap is in use at two of a stream. */
final class Seen {
  private static int count;
  private static int first = -1;
  private static int last = -1;
  private static long before;
  private static long after;

  private Seen() {}

  /** The application is given a chunk. */
  static void chunk() {
    int now = ++count;
    if (now == first) {
      before = used();
    } else if (now == last) {
      after = used();
    }
  }

  /**
   * Bytes of the heap that each of some chunks leaves in use, while the stream goes on.
   *
   * @param around how many others the stream has before, and after
   */
  static double kept(Sdk sdk, int around, int chunks) {
    count = 0;
    first = around;
    last = around + chunks;
    sdk.stream(last + around);
    first = -1;
    last = -1;
    return (double) (after - before) / chunks;
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    System.gc();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
