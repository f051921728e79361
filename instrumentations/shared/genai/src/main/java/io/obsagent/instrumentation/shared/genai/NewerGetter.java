// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A public method without arguments that only some versions of a library have: a module that named
 * it would fit those only. Looked up once for each class. Thread-safe.
 */
public final class NewerGetter {
  private final ClassValue<Optional<MethodHandle>> handles;

  public NewerGetter(String method) {
    this.handles =
        new ClassValue<>() {
          @Override
          protected Optional<MethodHandle> computeValue(Class<?> type) {
            try {
              Method found = type.getMethod(method);
              return Optional.of(
                  MethodHandles.publicLookup()
                      .unreflect(found)
                      .asType(MethodType.methodType(Object.class, Object.class)));
            } catch (ReflectiveOperationException | RuntimeException ofAnotherVersion) {
              return Optional.empty();
            }
          }
        };
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
}
