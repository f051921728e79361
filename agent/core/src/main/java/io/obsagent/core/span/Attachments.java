// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.span;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The threads on which an operation is current. Mostly one; but an asynchronous request may be
 * dispatched on a second thread before the first has left it, and each must put back its own
 * thread's context. A span extends it instead of holding it, and the newest needs no object of its
 * own. Thread-safe.
 */
abstract class Attachments {
  private @Nullable Thread thread;
  private @Nullable Scope scope;
  private @Nullable Attachment older;

  public final void attach(Context context) {
    Scope attached = ContextStorage.get().attach(context);
    if (attached != Scope.noop()) {
      push(attached);
    }
  }

  private synchronized void push(Scope attached) {
    if (thread != null && scope != null) {
      older = new Attachment(thread, scope, older);
    }
    thread = Thread.currentThread();
    scope = attached;
  }

  public final void detach() {
    Scope attached = pop();
    if (attached != null) {
      attached.close();
    }
  }

  private synchronized @Nullable Scope pop() {
    Thread current = Thread.currentThread();
    if (thread != current) {
      return popOlder(current);
    }
    Scope attached = scope;
    Attachment next = older;
    thread = next == null ? null : next.thread;
    scope = next == null ? null : next.scope;
    older = next == null ? null : next.older;
    return attached;
  }

  private @Nullable Scope popOlder(Thread current) {
    Attachment younger = null;
    for (Attachment a = older; a != null; younger = a, a = a.older) {
      if (a.thread == current) {
        if (younger == null) {
          older = a.older;
        } else {
          younger.older = a.older;
        }
        return a.scope;
      }
    }
    return null;
  }

  private static final class Attachment {
    final Thread thread;
    final Scope scope;
    @Nullable Attachment older;

    Attachment(Thread thread, Scope scope, @Nullable Attachment older) {
      this.thread = thread;
      this.scope = scope;
      this.older = older;
    }
  }
}
