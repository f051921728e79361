// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Requests of one connection that wait for their answers, which come in the same order. A peer may
 * send as many as it likes, and a client may never look at the answers; those beyond a bound are
 * only counted, until all of them are answered.
 *
 * <p>Confined to the thread of the channel.
 */
final class Waiting<T> implements Iterable<T> {
  private static final int MAX = 256;

  private final ArrayDeque<T> requests = new ArrayDeque<>(2);
  private int beyond;

  /** Whether the next is to be watched; else it is counted now. */
  boolean hasRoom() {
    if (beyond > 0 || requests.size() >= MAX) {
      beyond++;
      return false;
    }
    return true;
  }

  void add(T request) {
    requests.add(request);
  }

  /** The one whose answer is next. */
  @Nullable T first() {
    return requests.peekFirst();
  }

  /** The first is answered. */
  @Nullable T poll() {
    T first = requests.pollFirst();
    if (first == null && beyond > 0) {
      beyond--;
    }
    return first;
  }

  @Override
  public Iterator<T> iterator() {
    return requests.iterator();
  }

  void clear() {
    requests.clear();
  }
}
