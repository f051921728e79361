// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.series;

import java.util.Arrays;

/** Ascending series ids that share a label. One writer appends, any thread reads a snapshot. */
final class Postings {
  static final Postings EMPTY = new Postings();

  private volatile int[] ids = new int[2];
  private volatile int size;

  void add(int id) {
    int count = size;
    int[] array = ids;
    if (count == array.length) {
      array = Arrays.copyOf(array, count * 2);
    }
    array[count] = id;
    ids = array;
    size = count + 1;
  }

  int size() {
    return size;
  }

  /** The ids; only the first {@code size} read before this call count. */
  int[] ids() {
    return ids;
  }

  int[] toArray() {
    int count = size;
    return Arrays.copyOf(ids, count);
  }

  /** The ids in both ascending arrays. */
  static int[] intersect(int[] a, Postings other) {
    int count = other.size();
    int[] b = other.ids();
    int[] both = new int[Math.min(a.length, count)];
    int n = 0;
    int j = 0;
    for (int id : a) {
      while (j < count && b[j] < id) {
        j++;
      }
      if (j < count && b[j] == id) {
        both[n++] = id;
      }
    }
    return Arrays.copyOf(both, n);
  }
}
