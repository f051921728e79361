// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jakartasecurity;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * What an object of a container tells, by the name of a getter: the types have two name spaces, and
 * some have moved. Found once for each class.
 */
final class Told {
  static final Told STATUS = new Told("getStatus");
  static final Told CALLER = new Told("getCallerPrincipal");
  static final Told REMOTE_USER = new Told("getRemoteUser");
  static final Told AUTHENTICATION_PRINCIPAL = new Told("getAuthenticationPrincipal");
  static final Told PRINCIPAL = new Told("getPrincipal");
  static final Told IDENTITY = new Told("getUserIdentity");
  static final Told USER_PRINCIPAL = new Told("getUserPrincipal");

  private static final MethodHandle NOTHING =
      MethodHandles.dropArguments(MethodHandles.constant(Object.class, null), 0, Object.class);

  private final String getter;
  private final ClassValue<MethodHandle> found =
      new ClassValue<>() {
        @Override
        protected MethodHandle computeValue(Class<?> type) {
          return find(type);
        }
      };

  private Told(String getter) {
    this.getter = getter;
  }

  /** Null where there is no such getter, or nobody may call it. */
  @Nullable Object by(@Nullable Object object) {
    try {
      return object == null ? null : (Object) found.get(object.getClass()).invokeExact(object);
    } catch (Throwable ofTheContainer) {
      return null;
    }
  }

  static @Nullable String name(@Nullable Object principal) {
    return principal instanceof Principal known ? known.getName() : null;
  }

  /** By whichever public type above has it. */
  private MethodHandle find(@Nullable Class<?> type) {
    if (type == null) {
      return NOTHING;
    }
    if (Modifier.isPublic(type.getModifiers())) {
      try {
        Method method = type.getMethod(getter);
        return MethodHandles.publicLookup()
            .unreflect(method)
            .asType(MethodType.methodType(Object.class, Object.class));
      } catch (ReflectiveOperationException notHere) {
        // perhaps further up
      }
    }
    for (Class<?> face : type.getInterfaces()) {
      MethodHandle handle = find(face);
      if (handle != NOTHING) {
        return handle;
      }
    }
    return find(type.getSuperclass());
  }
}
