// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.opentelemetryapi;

import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.ApplicationTracing;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * What is current to the agent is so to the application, and the other way round. The application's
 * own storage is told, too, if there is more to it than a thread-local: wrappers of it listen.
 */
final class BridgedStorage implements ContextStorage {
  private static final Guard GUARD = Guard.of(BridgedStorage.class);
  private static final String PROVIDER =
      "META-INF/services/io.opentelemetry.context.ContextStorageProvider";
  private static final String PLAIN = "io.opentelemetry.context.ThreadLocalContextStorage";

  private static volatile @Nullable ContextStorage known;

  private final ContextStorage own;
  private final boolean listens;
  private final ApplicationTracing tracing = ApplicationTracing.get();

  private BridgedStorage(ContextStorage own) {
    this.own = own;
    this.listens = !own.getClass().getName().equals(PLAIN);
  }

  /** There is one for each class loader of the application. */
  static ContextStorage of(ContextStorage own) {
    ContextStorage storage = known;
    if (storage == null) {
      storage = isProvided() ? own : new BridgedStorage(own);
      known = storage;
    }
    return storage;
  }

  /** Contexts that are kept elsewhere than with the thread, as Quarkus does, stay there. */
  private static boolean isProvided() {
    ClassLoader loader = ContextStorage.class.getClassLoader();
    return loader != null && loader.getResource(PROVIDER) != null;
  }

  @Override
  public Scope attach(Context toAttach) {
    Scope told = listens || toAttach == null ? own.attach(toAttach) : Scope.noop();
    if (toAttach == null) {
      return told;
    }
    try {
      Object context = BridgedContext.of(toAttach).toAttach();
      return context == tracing.current() ? told : new Both(told, tracing.attach(context));
    } catch (Throwable e) {
      GUARD.caught(e);
      return told;
    }
  }

  @Override
  public @Nullable Context current() {
    try {
      Object context = tracing.current();
      return context == tracing.root() ? null : BridgedContext.current(context);
    } catch (Throwable e) {
      GUARD.caught(e);
      return own.current();
    }
  }

  @Override
  public String toString() {
    return own.toString();
  }

  private record Both(Scope told, Runnable end) implements Scope {
    @Override
    public void close() {
      try {
        end.run();
      } catch (Throwable e) {
        GUARD.caught(e);
      }
      told.close();
    }
  }
}
