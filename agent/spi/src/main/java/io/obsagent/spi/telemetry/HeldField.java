// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * The field that the weaver gives to classes. Its interface is defined while the agent starts, so
 * nothing can be compiled against it; constants are as good to the JIT.
 */
final class HeldField {
  private static final @Nullable Class<?> HOLDER = holder();
  private static final MethodHandle GET =
      method("obs$held", MethodType.methodType(Object.class, Object.class));
  private static final MethodHandle PUT =
      method("obs$hold", MethodType.methodType(void.class, Object.class, Object.class));

  private HeldField() {}

  private static @Nullable Class<?> holder() {
    try {
      return Class.forName("java.lang.ObsHolder", false, null);
    } catch (ClassNotFoundException e) {
      return null; // nothing is woven in this process
    }
  }

  /**
   * @param type with the object itself as its first parameter
   */
  private static MethodHandle method(String name, MethodType type) {
    if (HOLDER == null) {
      return MethodHandles.empty(type);
    }
    try {
      return MethodHandles.publicLookup()
          .findVirtual(HOLDER, name, type.dropParameterTypes(0, 1))
          .asType(type);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** A proxy may have all interfaces of what it stands for; its methods are anybody's code. */
  private static boolean has(Object object) {
    return HOLDER != null && HOLDER.isInstance(object) && !(object instanceof Proxy);
  }

  static @Nullable Object get(Object object) {
    if (!has(object)) {
      return null;
    }
    try {
      return GET.invokeExact(object);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Answers false where the object has no field. */
  static boolean put(Object object, @Nullable Object held) {
    if (!has(object)) {
      return false;
    }
    try {
      PUT.invokeExact(object, held);
      return true;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
