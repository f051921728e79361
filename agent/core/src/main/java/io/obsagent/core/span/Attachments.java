// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.span;

import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * The threads on which an operation is current. Mostly one; but an asynchronous request may be
 * dispatched on a second thread before the first has left it, and each must put back its own
 * thread's context. A span extends it instead of holding it, and the newest needs no object of its
 * own. Thread-safe.
 */
public abstract class Attachments {
  private @Nullable Thread thread;
  private @Nullable Object before;
  private @Nullable Attachment older;

  public final void attach(Context context) {
    Object outer = ThreadContext.replace(context);
    if (outer != null) {
      push(outer);
    }
  }

  private synchronized void push(Object outer) {
    if (thread != null && before != null) {
      older = new Attachment(thread, before, older);
    }
    thread = Thread.currentThread();
    before = outer;
  }

  /**
   * Makes current again what was so before.
   *
   * @param context that was attached
   */
  public final void detach(Context context) {
    Object outer = pop();
    if (outer != null) {
      ThreadContext.restore(context, outer);
    }
  }

  private synchronized @Nullable Object pop() {
    Thread current = Thread.currentThread();
    if (thread != current) {
      return popOlder(current);
    }
    Object outer = before;
    Attachment next = older;
    thread = next == null ? null : next.thread;
    before = next == null ? null : next.before;
    older = next == null ? null : next.older;
    return outer;
  }

  private @Nullable Object popOlder(Thread current) {
    Attachment younger = null;
    for (Attachment a = older; a != null; younger = a, a = a.older) {
      if (a.thread == current) {
        if (younger == null) {
          older = a.older;
        } else {
          younger.older = a.older;
        }
        return a.before;
      }
    }
    return null;
  }

  private static final class Attachment {
    final Thread thread;
    final Object before;
    @Nullable Attachment older;

    Attachment(Thread thread, Object before, @Nullable Attachment older) {
      this.thread = thread;
      this.before = before;
      this.older = older;
    }
  }
}
