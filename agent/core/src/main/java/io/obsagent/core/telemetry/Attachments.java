// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.telemetry;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The threads on which an operation is current. Mostly one; but an asynchronous request may be
 * dispatched on a second thread before the first has left it, and each must put back its own
 * thread's context. A span extends it instead of holding it: one object fewer for each.
 * Thread-safe.
 */
abstract class Attachments {
  private @Nullable Attachment newest;

  final void attach(Context context) {
    Scope scope = ContextStorage.get().attach(context);
    if (scope != Scope.noop()) {
      push(scope);
    }
  }

  private synchronized void push(Scope scope) {
    newest = new Attachment(Thread.currentThread(), scope, newest);
  }

  final void detach() {
    Scope scope = pop();
    if (scope != null) {
      scope.close();
    }
  }

  private synchronized @Nullable Scope pop() {
    Thread current = Thread.currentThread();
    Attachment younger = null;
    for (Attachment a = newest; a != null; younger = a, a = a.older) {
      if (a.thread == current) {
        if (younger == null) {
          newest = a.older;
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
