// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.javalin;

import io.javalin.router.Endpoint;
import io.javalin.router.ParsedEndpoint;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/** Reads endpoints, whose properties are methods in Javalin 6 and fields in Javalin 7. */
final class Endpoints {
  private static final @Nullable MethodHandle PATH = ofEndpoint("path");
  private static final @Nullable MethodHandle METHOD = ofEndpoint("method");

  private Endpoints() {}

  private static @Nullable MethodHandle ofEndpoint(String name) {
    try {
      MethodHandle endpoint = property(ParsedEndpoint.class, "endpoint");
      return MethodHandles.filterReturnValue(endpoint, property(Endpoint.class, name))
          .asType(MethodType.methodType(Object.class, ParsedEndpoint.class));
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  private static MethodHandle property(Class<?> type, String name)
      throws ReflectiveOperationException {
    try {
      return MethodHandles.publicLookup().unreflectGetter(type.getField(name));
    } catch (NoSuchFieldException e) {
      String getter = "get" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
      return MethodHandles.publicLookup().unreflect(type.getMethod(getter));
    }
  }

  static @Nullable String path(ParsedEndpoint endpoint) {
    return (String) read(PATH, endpoint);
  }

  /** A method of HTTP, or what else Javalin keeps endpoints for, such as {@code BEFORE}. */
  static @Nullable Object method(ParsedEndpoint endpoint) {
    return read(METHOD, endpoint);
  }

  private static @Nullable Object read(@Nullable MethodHandle property, ParsedEndpoint endpoint) {
    try {
      return property == null ? null : (Object) property.invokeExact(endpoint);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      return null;
    }
  }
}
