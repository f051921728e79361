// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.span;

import io.obsagent.spi.telemetry.Telemetry;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.ContextStorageProvider;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The current context of each thread, as the API's own storage keeps it; but who remembers the
 * context before need not have an object made for it. Thread-safe.
 */
public final class ThreadContext implements ContextStorage {
  private static final ThreadContext OWN = new ThreadContext();

  private final ThreadLocal<@Nullable Context> current = new ThreadLocal<>();

  private ThreadContext() {}

  /** Found by the API, for it has one storage. */
  public static final class Provider implements ContextStorageProvider {
    @Override
    public ContextStorage get() {
      return OWN;
    }
  }

  /**
   * Makes a context current.
   *
   * @return what {@link #restore} wants on the same thread; null if nothing has changed
   */
  static @Nullable Object replace(Context context) {
    ContextStorage storage = ContextStorage.get();
    if (storage != OWN) { // somebody looks on, or the process has another one
      Scope scope = storage.attach(context);
      return scope == Scope.noop() ? null : scope;
    }
    Context before = OWN.current.get();
    if (before == context) {
      return null;
    }
    OWN.change(before, context);
    return before == null ? Context.root() : before;
  }

  /** Makes current what was so before, unless somebody has left another context behind. */
  static void restore(Context context, Object before) {
    if (before instanceof Scope scope) {
      scope.close();
    } else if (before instanceof Context outer && OWN.current.get() == context) {
      OWN.change(context, outer);
    }
  }

  private void change(@Nullable Context before, @Nullable Context after) {
    current.set(after);
    Telemetry.RequestWatch watch = Telemetry.requestWatch();
    if (watch != null) {
      long from = requestOf(before);
      long to = requestOf(after);
      if (from != to) {
        watch.changes(from, to);
      }
    }
  }

  private static long requestOf(@Nullable Context context) {
    LocalSpan span = context == null ? null : LocalSpan.of(context);
    return span == null ? 0 : span.root().number();
  }

  @Override
  public @Nullable Context current() {
    return current.get();
  }

  @Override
  public Scope attach(@Nullable Context context) {
    Context before = current.get();
    if (context == null || context == before) {
      return Scope.noop();
    }
    change(before, context);
    return new Attached(context, before);
  }

  private record Attached(Context context, @Nullable Context before) implements Scope {
    @Override
    public void close() {
      if (OWN.current.get() == context) {
        OWN.change(context, before);
      }
    }
  }
}
