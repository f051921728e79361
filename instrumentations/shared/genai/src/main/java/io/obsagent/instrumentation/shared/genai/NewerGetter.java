// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A public method without arguments that only some versions of a library have, or that has another
 * name in them, or that classes have which share no type: a module that named it would fit one
 * only. Looked up once for each class. Thread-safe.
 */
public final class NewerGetter {
  private final ClassValue<Optional<MethodHandle>> handles;

  /**
   * @param methods by all their names; the first that a class has counts
   */
  public NewerGetter(String... methods) {
    this.handles =
        new ClassValue<>() {
          @Override
          protected Optional<MethodHandle> computeValue(Class<?> type) {
            for (String method : methods) {
              MethodHandle found = find(type, method);
              if (found != null) {
                return Optional.of(found);
              }
            }
            return Optional.empty();
          }
        };
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

  /** Whether a class has it. */
  boolean isOf(Class<?> type) {
    return handles.get(type).isPresent();
  }

  /** Null where the object is null, or of a version that has no such method. */
  public @Nullable Object of(@Nullable Object object) {
    if (object == null) {
      return null;
    }
    Optional<MethodHandle> handle = handles.get(object.getClass());
    try {
      return handle.isPresent() ? (Object) handle.get().invokeExact(object) : null;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** What it gives, or holds in an {@code Optional}, as it does in some versions. */
  public @Nullable Object held(@Nullable Object object) {
    Object value = of(object);
    return value instanceof Optional<?> optional ? optional.orElse(null) : value;
  }

  /** The same as a text; null for an empty one. */
  public @Nullable String text(@Nullable Object object) {
    Object value = held(object);
    String text = value == null ? "" : value.toString();
    return text.isEmpty() ? null : text;
  }

  /** The same as texts; null for what is no list. */
  public @Nullable List<String> texts(@Nullable Object object) {
    return held(object) instanceof List<?> all ? all.stream().map(String::valueOf).toList() : null;
  }

  /** The same as a count; -1 for none. */
  public long count(@Nullable Object object) {
    return held(object) instanceof Number number ? Math.round(number.doubleValue()) : -1;
  }

  /** The same as a number, as it was written: a float is not made longer. NaN for none. */
  public double number(@Nullable Object object) {
    Object value = held(object);
    return value instanceof Float written
        ? Double.parseDouble(written.toString())
        : value instanceof Number number ? number.doubleValue() : Double.NaN;
  }
}
