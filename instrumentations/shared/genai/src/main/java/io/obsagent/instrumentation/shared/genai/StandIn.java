// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Stands for an object of a library or of the application behind a proxy, where the interface is
 * not one that a class of ours could name. What a subclass does not do, the object does.
 */
public abstract class StandIn implements InvocationHandler {
  private final Object object;

  protected StandIn(Object object) {
    this.object = object;
  }

  /**
   * The interface by which an object is one of a kind: the first that its class, or one above it,
   * has and that extends another one.
   *
   * @return null for none
   */
  protected static @Nullable Class<?> kindOf(@Nullable Object object, Class<?> another) {
    Class<?> type = object == null ? null : object.getClass();
    for (; type != null; type = type.getSuperclass()) {
      for (Class<?> each : type.getInterfaces()) {
        if (another.isAssignableFrom(each) && each != another) {
          return each;
        }
      }
    }
    return null;
  }

  /** As an instance of an interface. */
  public final Object as(Class<?> type) {
    return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, this);
  }

  @Override
  public final @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    return method.getName().equals("equals")
        ? arguments != null && proxy == arguments[0]
        : instead(proxy, method, arguments);
  }

  /** Does something in the place of the object, or {@link #pass passes} it on. */
  protected abstract @Nullable Object instead(
      Object proxy, Method method, Object @Nullable [] arguments) throws Throwable;

  /** What the object itself does; what it throws is thrown. */
  protected final @Nullable Object pass(Method method, Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(object, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }
}
