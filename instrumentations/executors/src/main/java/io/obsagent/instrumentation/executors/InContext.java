// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import io.obsagent.spi.advice.Guard;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A function that runs in the context in which it was registered. Only for places where nobody gets
 * to see it again. It has all the shapes that a function may have there; the place decides which of
 * them is called, and the application's function has that one.
 */
final class InContext
    implements Function<Object, Object>,
        Consumer<Object>,
        Supplier<Object>,
        Runnable,
        Callable<Object> {
  private static final Guard GUARD = Guard.of(InContext.class);

  private final Object function;
  private final Context context;

  private InContext(Object function, Context context) {
    this.function = function;
    this.context = context;
  }

  static @Nullable Object of(@Nullable Object function) {
    Context context = Context.current();
    boolean nothingToDo =
        function == null
            || context == Context.root()
            || function instanceof InContext
            || IgnoredTasks.isIgnored(function);
    return nothingToDo ? function : new InContext(function, context);
  }

  /**
   * The same where whoever completes a future may run the function: it must not get his context.
   */
  static @Nullable Object dependent(@Nullable Object function) {
    return function == null || isSettled(function)
        ? function
        : new InContext(function, Context.current());
  }

  static @Nullable Object ofTwo(@Nullable Object function) {
    return function == null || isSettled(function)
        ? function
        : new OfTwo(function, Context.current());
  }

  private static boolean isSettled(Object function) {
    return function instanceof InContext
        || function instanceof OfTwo
        || IgnoredTasks.isIgnored(function);
  }

  @Override
  @SuppressWarnings("unchecked")
  public Object apply(Object value) {
    Scope scope = GUARD.attach(context);
    try {
      return ((Function<Object, Object>) function).apply(value);
    } finally {
      GUARD.close(scope);
    }
  }

  @Override
  @SuppressWarnings("unchecked")
  public void accept(Object value) {
    Scope scope = GUARD.attach(context);
    try {
      ((Consumer<Object>) function).accept(value);
    } finally {
      GUARD.close(scope);
    }
  }

  @Override
  public Object get() {
    Scope scope = GUARD.attach(context);
    try {
      return ((Supplier<?>) function).get();
    } finally {
      GUARD.close(scope);
    }
  }

  @Override
  public void run() {
    Scope scope = GUARD.attach(context);
    try {
      ((Runnable) function).run();
    } finally {
      GUARD.close(scope);
    }
  }

  @Override
  public Object call() throws Exception {
    Scope scope = GUARD.attach(context);
    try {
      return ((Callable<?>) function).call();
    } finally {
      GUARD.close(scope);
    }
  }

  @Override
  public String toString() {
    return function.toString();
  }

  /** The same for two parameters. */
  private record OfTwo(Object function, Context context)
      implements BiFunction<Object, Object, Object>, BiConsumer<Object, Object> {
    @Override
    @SuppressWarnings("unchecked")
    public Object apply(Object first, Object second) {
      Scope scope = GUARD.attach(context);
      try {
        return ((BiFunction<Object, Object, Object>) function).apply(first, second);
      } finally {
        GUARD.close(scope);
      }
    }

    @Override
    @SuppressWarnings("unchecked")
    public void accept(Object first, Object second) {
      Scope scope = GUARD.attach(context);
      try {
        ((BiConsumer<Object, Object>) function).accept(first, second);
      } finally {
        GUARD.close(scope);
      }
    }
  }
}
