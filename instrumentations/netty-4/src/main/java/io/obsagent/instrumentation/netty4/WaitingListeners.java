// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * The listeners of one promise that were registered in a context, in their order. Of those that
 * wait at once, more than {@link #MAX} have none, lest a promise that is never kept hold the traces
 * of all who ever asked for it.
 *
 * <p>Thread-safe: who registers need not be in the promise's loop.
 */
final class WaitingListeners {
  private static final int MAX = 256;

  private @Nullable Waiting first;
  private @Nullable Waiting last;
  private int size;

  synchronized void add(Object listener, Context context, int hops) {
    if (size == MAX) {
      return;
    }
    Waiting added = new Waiting(listener, context, hops);
    if (last == null) {
      first = added;
    } else {
      last.next = added;
    }
    last = added;
    size++;
  }

  /** Takes out the first that is this listener. */
  synchronized @Nullable Continuation remove(Object listener) {
    Waiting before = null;
    for (Waiting each = first; each != null; each = each.next) {
      if (each.work == listener) {
        unlink(before, each);
        return each;
      }
      before = each;
    }
    return null;
  }

  private void unlink(@Nullable Waiting before, Waiting removed) {
    if (before == null) {
      first = removed.next;
    } else {
      before.next = removed.next;
    }
    if (last == removed) {
      last = before;
    }
    removed.next = null;
    size--;
  }

  /** A listener, and where it was registered. */
  private static final class Waiting extends Continuation {
    private @Nullable Waiting next;

    Waiting(Object listener, Context context, int hops) {
      super(listener, context, hops);
    }
  }
}
