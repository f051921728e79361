// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A public method without arguments that only some versions of a library have, or that has another
 * name in them, or that classes have which share no type: a module that named it would fit one
 * only. Of a map it is the value of a key that is called so. Looked up once for each class.
 * Thread-safe.
 */
public final class NewerGetter {
  private static final MethodHandle NONE =
      MethodHandles.dropArguments(
          MethodHandles.constant(Object.class, null), 0, List.of(Object.class));

  private final ClassValue<MethodHandle> handles;

  /**
   * @param methods by all their names, of which there is one at least; the first that a class has
   *     counts
   */
  public NewerGetter(String... methods) {
    this.handles =
        new ClassValue<>() {
          @Override
          protected MethodHandle computeValue(Class<?> type) {
            MethodHandle found = Map.class.isAssignableFrom(type) ? valueOf(methods[0]) : null;
            for (int i = 0; i < methods.length && found == null; i++) {
              found = find(type, methods[i]);
            }
            return found == null ? NONE : found;
          }
        };
  }

  /** A map has its keys in the place of methods. */
  private static MethodHandle valueOf(String key) {
    try {
      return MethodHandles.insertArguments(
              MethodHandles.publicLookup()
                  .findVirtual(Map.class, "get", MethodType.methodType(Object.class, Object.class)),
              1,
              key)
          .asType(MethodType.methodType(Object.class, Object.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** In the class, or, where that is not public, in a type above it that is. */
  private static @Nullable MethodHandle find(@Nullable Class<?> type, String method) {
    if (type == null) {
      return null;
    }
    MethodHandle found = Modifier.isPublic(type.getModifiers()) ? publicOf(type, method) : null;
    for (Class<?> above : type.getInterfaces()) {
      found = found == null ? find(above, method) : found;
    }
    return found == null ? find(type.getSuperclass(), method) : found;
  }

  private static @Nullable MethodHandle publicOf(Class<?> type, String method) {
    try {
      return MethodHandles.publicLookup()
          .unreflect(type.getMethod(method))
          .asType(MethodType.methodType(Object.class, Object.class));
    } catch (ReflectiveOperationException | RuntimeException ofAnotherVersion) {
      return null;
    }
  }

  /** Whether a class has it as a method. */
  boolean isOf(Class<?> type) {
    return !Map.class.isAssignableFrom(type) && handles.get(type) != NONE;
  }

  /** Null where the object is null, or of a version that has no such method. */
  public @Nullable Object of(@Nullable Object object) {
    if (object == null) {
      return null;
    }
    MethodHandle handle = handles.get(object.getClass());
    try {
      return handle == NONE ? null : (Object) handle.invokeExact(object);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** What it gives, or holds in an {@code Optional}, as it does in some versions. */
  public @Nullable Object held(@Nullable Object object) {
    return PlainValue.held(of(object));
  }

  /** The same as a text; null for an empty one. */
  public @Nullable String text(@Nullable Object object) {
    return PlainValue.text(held(object));
  }

  /** The same as a count; -1 for none. */
  public long count(@Nullable Object object) {
    return PlainValue.count(held(object));
  }

  /** The same as a number, as it was written: a float is not made longer. NaN for none. */
  public double number(@Nullable Object object) {
    return PlainValue.number(held(object));
  }
}
