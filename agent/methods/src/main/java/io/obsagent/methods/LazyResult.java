// SPDX-License-Identifier: Apache-2.0
package io.obsagent.methods;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What does nothing before somebody subscribes: Reactor's {@code Mono} and {@code Flux}, Mutiny's
 * {@code Uni}. Their own operators are asked to tell of the end; they are called by handles, for
 * the library is the application's, if it is there at all.
 */
abstract class LazyResult {
  private static final LazyResult NONE =
      new LazyResult() {
        @Override
        @Nullable Object watch(Object lazy, BiConsumer<Object, Throwable> end) {
          return null;
        }
      };

  private static final ClassValue<LazyResult> OF_CLASS =
      new ClassValue<>() {
        @Override
        protected LazyResult computeValue(Class<?> type) {
          try {
            return find(type);
          } catch (ReflectiveOperationException | LinkageError e) {
            return NONE;
          }
        }
      };

  private LazyResult() {}

  /** What is to be returned in its place; null where it is none. */
  static @Nullable Object watched(Object lazy, BiConsumer<Object, Throwable> end) throws Throwable {
    return OF_CLASS.get(lazy.getClass()).watch(lazy, end);
  }

  abstract @Nullable Object watch(Object lazy, BiConsumer<Object, Throwable> end) throws Throwable;

  private static LazyResult find(Class<?> type) throws ReflectiveOperationException {
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      if (each.getName().equals("reactor.core.publisher.Mono")) {
        return new Reactor(each, handle(each, "doOnSuccess", each, Consumer.class));
      }
      if (each.getName().equals("reactor.core.publisher.Flux")) {
        return new Reactor(each, null);
      }
      for (Class<?> face : each.getInterfaces()) {
        if (face.getName().equals("io.smallrye.mutiny.Uni")) {
          return new Mutiny(face);
        }
      }
    }
    return NONE;
  }

  /** A public method, as one of objects. */
  private static MethodHandle handle(
      Class<?> owner, String name, Class<?> result, Class<?>... parameters)
      throws ReflectiveOperationException {
    MethodHandle found =
        MethodHandles.publicLookup()
            .findVirtual(owner, name, MethodType.methodType(result, parameters));
    return found.asType(
        found.type().changeReturnType(Object.class).changeParameterType(0, Object.class));
  }

  private static final class Reactor extends LazyResult {
    private final MethodHandle onError;
    private final MethodHandle atLast;
    private final @Nullable MethodHandle onSuccess;

    Reactor(Class<?> type, @Nullable MethodHandle onSuccess) throws ReflectiveOperationException {
      this.onError = handle(type, "doOnError", type, Consumer.class);
      this.atLast = handle(type, "doFinally", type, Consumer.class);
      this.onSuccess = onSuccess;
    }

    @Override
    Object watch(Object lazy, BiConsumer<Object, Throwable> end) throws Throwable {
      Consumer<Throwable> failed = failure -> end.accept(null, failure);
      Consumer<Object> over = signal -> end.accept(null, null);
      Object watched = (Object) onError.invokeExact(lazy, failed);
      if (onSuccess != null) {
        Consumer<Object> succeeded = value -> end.accept(value, null);
        watched = (Object) onSuccess.invokeExact(watched, succeeded);
      }
      return (Object) atLast.invokeExact(watched, over);
    }
  }

  private static final class Mutiny extends LazyResult {
    private final MethodHandle onItem;
    private final MethodHandle item;
    private final MethodHandle onFailure;
    private final MethodHandle failure;
    private final MethodHandle onCancellation;
    private final MethodHandle cancellation;

    Mutiny(Class<?> uni) throws ReflectiveOperationException {
      Class<?> items = uni.getMethod("onItem").getReturnType();
      Class<?> failures = uni.getMethod("onFailure").getReturnType();
      Class<?> cancellations = uni.getMethod("onCancellation").getReturnType();
      this.onItem = handle(uni, "onItem", items);
      this.item = handle(items, "invoke", uni, Consumer.class);
      this.onFailure = handle(uni, "onFailure", failures);
      this.failure = handle(failures, "invoke", uni, Consumer.class);
      this.onCancellation = handle(uni, "onCancellation", cancellations);
      this.cancellation = handle(cancellations, "invoke", uni, Runnable.class);
    }

    @Override
    Object watch(Object lazy, BiConsumer<Object, Throwable> end) throws Throwable {
      Consumer<Object> succeeded = value -> end.accept(value, null);
      Consumer<Throwable> failed = thrown -> end.accept(null, thrown);
      Runnable cancelled = () -> end.accept(null, null);
      Object items = (Object) onItem.invokeExact(lazy);
      Object first = (Object) item.invokeExact(items, succeeded);
      Object failures = (Object) onFailure.invokeExact(first);
      Object second = (Object) failure.invokeExact(failures, failed);
      Object cancellations = (Object) onCancellation.invokeExact(second);
      return (Object) cancellation.invokeExact(cancellations, cancelled);
    }
  }
}
