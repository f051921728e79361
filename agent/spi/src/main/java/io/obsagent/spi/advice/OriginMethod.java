// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.advice;

import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Origin} says of a method. Immutable.
 *
 * @param type binary name of its class
 * @param name of the method
 * @param descriptor as in the class file
 */
public record OriginMethod(String type, String name, String descriptor) {
  /**
   * @param origin as advice is given it: {@code com.acme.Shop#sell(I)V}
   */
  public static OriginMethod of(String origin) {
    int hash = origin.indexOf('#');
    int open = origin.indexOf('(', hash);
    return new OriginMethod(
        origin.substring(0, hash), origin.substring(hash + 1, open), origin.substring(open));
  }

  /** For people, and as the name of spans: {@code Shop.sell}. */
  public String shortName() {
    return type.substring(type.lastIndexOf('.') + 1).replace('$', '.') + '.' + name;
  }

  /**
   * The method itself; its class is there already, and not initialised by this. Null where types
   * that another method of the class names are missing.
   */
  public @Nullable Method find(ClassLoader loader) {
    try {
      for (Method each : Class.forName(type, false, loader).getDeclaredMethods()) {
        if (each.getName().equals(name) && descriptor.equals(descriptor(each))) {
          return each;
        }
      }
    } catch (ReflectiveOperationException | LinkageError notAllOfItsTypesAreThere) {
      return null;
    }
    return null;
  }

  private static String descriptor(Method method) {
    return MethodType.methodType(method.getReturnType(), method.getParameterTypes())
        .toMethodDescriptorString();
  }
}
