// SPDX-License-Identifier: Apache-2.0
package io.obsagent.methods;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The exit of a method that is over when what it returns is: keeps what the site has until then.
 * Where that is lazy, it is over when the first subscription is.
 *
 * @param finish takes all that the site has, in an array; never throws
 * @param token index of it, or -1
 */
record LateExit(WovenMethod woven, MethodHandle finish, int token, int result, int thrown) {
  private static final MethodHandle EXIT;

  static {
    try {
      EXIT =
          MethodHandles.lookup()
              .findVirtual(
                  LateExit.class, "exit", MethodType.methodType(Object.class, Object[].class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /**
   * @param whole the exit as of any other method
   */
  static MethodHandle of(
      WovenMethod woven, MethodHandle whole, MethodType type, int token, int result) {
    int count = type.parameterCount();
    MethodType generic = MethodType.genericMethodType(count).changeReturnType(void.class);
    MethodHandle finish = whole.asType(generic).asSpreader(Object[].class, count);
    LateExit late = new LateExit(woven, finish, token, result, count - 1);
    return EXIT.bindTo(late).asCollector(Object[].class, count).asType(type);
  }

  private @Nullable Object exit(@Nullable Object[] values) throws Throwable {
    Object returned = values[result];
    if (values[thrown] != null || returned == null) {
      detach(values);
      finish.invokeExact(values);
      return returned;
    }
    try {
      detach(values);
      Call call = new Call(this, values);
      if (returned instanceof CompletionStage<?> stage) {
        stage.whenComplete(call);
        return returned;
      }
      Object watched = LazyResult.watched(returned, call);
      if (watched != null) {
        return watched;
      }
      call.accept(null, null);
    } catch (Throwable e) {
      woven.failed(e);
    }
    return returned;
  }

  private void detach(@Nullable Object[] values) {
    if (token >= 0 && values[token] instanceof Running running) {
      running.detach();
    }
  }

  /** Waits for the end, of which only the first counts. */
  private static final class Call extends AtomicBoolean implements BiConsumer<Object, Throwable> {
    private static final long serialVersionUID = 1;

    private final transient LateExit exit;
    private final transient @Nullable Object[] values;

    Call(LateExit exit, @Nullable Object[] values) {
      this.exit = exit;
      this.values = values;
    }

    @Override
    public void accept(@Nullable Object value, @Nullable Throwable failure) {
      if (!compareAndSet(false, true)) {
        return;
      }
      try {
        boolean wrapped = failure instanceof CompletionException && failure.getCause() != null;
        values[exit.result] = value;
        values[exit.thrown] = wrapped ? failure.getCause() : failure;
        exit.finish.invokeExact(values);
      } catch (Throwable e) {
        exit.woven.failed(e);
      }
    }
  }
}
