// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.span;

import io.opentelemetry.context.Context;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The threads on which an operation is current. Mostly one; but an asynchronous request may be
 * dispatched on a second thread before the first has left it, and each must put back its own
 * thread's context. A span extends it instead of holding it, and the first needs neither an object
 * of its own nor a lock. Thread-safe.
 */
public abstract class Attachments {
  private static final VarHandle THREAD;

  static {
    try {
      THREAD = MethodHandles.lookup().findVarHandle(Attachments.class, "thread", Thread.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Whose {@link #before} is; the thread alone writes and reads that. */
  private volatile @Nullable Thread thread;

  private @Nullable Object before;

  /** Changed under the lock; of its own a thread sees all without it. */
  private @Nullable Attachment others;

  public final void attach(Context context) {
    Object outer = ThreadContext.replace(context);
    if (outer == null) {
      return;
    }
    if (others == null && THREAD.compareAndSet(this, null, Thread.currentThread())) {
      before = outer;
    } else {
      push(outer);
    }
  }

  private synchronized void push(Object outer) {
    others = new Attachment(Thread.currentThread(), outer, others);
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

  /** A thread's others are newer than its first, for while there is one, it makes no first. */
  private @Nullable Object pop() {
    Thread current = Thread.currentThread();
    Object outer = others == null ? null : popOther(current);
    if (outer == null && thread == current) {
      outer = before;
      before = null;
      THREAD.setRelease(this, null);
    }
    return outer;
  }

  private synchronized @Nullable Object popOther(Thread current) {
    Attachment younger = null;
    for (Attachment a = others; a != null; younger = a, a = a.older) {
      if (a.thread == current) {
        if (younger == null) {
          others = a.older;
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
