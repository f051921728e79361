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
   * Bytes of the heap that each chunk between two of a stream leaves in use, while the stream goes
   * on.
   */
  static double kept(Sdk sdk, int from, int to) {
    count = 0;
    first = from;
    last = to;
    sdk.stream(to + from);
    first = -1;
    last = -1;
    return (double) (after - before) / (to - from);
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    System.gc();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
