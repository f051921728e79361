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
 * context before need not have an object made for it, and a change is one look-up. Thread-safe.
 */
public final class ThreadContext implements ContextStorage {
  private static final ThreadContext OWN = new ThreadContext();

  private final ThreadLocal<@Nullable Slot> slots = new ThreadLocal<>();

  private ThreadContext() {}

  /** Where one thread has its context. */
  private static final class Slot {
    @Nullable Context current;
  }

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
    Slot slot = OWN.slot();
    Context before = slot.current;
    if (before == context) {
      return null;
    }
    change(slot, context);
    return before == null ? Context.root() : before;
  }

  /** Makes current what was so before, unless somebody has left another context behind. */
  static void restore(Context context, Object before) {
    if (before instanceof Scope scope) {
      scope.close();
    } else if (before instanceof Context outer) {
      OWN.replaceIf(context, outer);
    }
  }

  private void replaceIf(Context context, @Nullable Context outer) {
    Slot slot = slots.get();
    if (slot != null && slot.current == context) {
      change(slot, outer);
    }
  }

  private Slot slot() {
    Slot slot = slots.get();
    if (slot == null) {
      slot = new Slot();
      slots.set(slot);
    }
    return slot;
  }

  private static void change(Slot slot, @Nullable Context after) {
    Context before = slot.current;
    slot.current = after;
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

  /** Makes a context current, and answers which one was so before. */
  public static Context exchange(Context context) {
    ContextStorage storage = ContextStorage.get();
    if (storage != OWN) {
      Context before = Context.current();
      if (before != context) {
        storage.attach(context);
      }
      return before;
    }
    Slot slot = OWN.slot();
    Context before = slot.current;
    if (before != context) {
      change(slot, context);
    }
    return before == null ? Context.root() : before;
  }

  @Override
  public @Nullable Context current() {
    Slot slot = slots.get();
    return slot == null ? null : slot.current;
  }

  @Override
  public Scope attach(@Nullable Context context) {
    Slot slot = slot();
    Context before = slot.current;
    if (context == null || context == before) {
      return Scope.noop();
    }
    change(slot, context);
    return new Attached(context, before);
  }

  private record Attached(Context context, @Nullable Context before) implements Scope {
    @Override
    public void close() {
      OWN.replaceIf(context, before);
    }
  }
}
