// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.helidon;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.List;
import java.util.function.Supplier;

/** What is asked of Helidon's types, whose class files are newer than the agent's compiler. */
final class HelidonTypes {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.publicLookup();
  private static final Class<?> REQUEST = type("io.helidon.webserver.http.RoutingRequest");
  private static final Class<?> RESPONSE = type("io.helidon.webserver.http.RoutingResponse");
  private static final Class<?> HEADER_NAME = type("io.helidon.http.HeaderName");

  static final MethodHandle METHOD = getter(REQUEST, "prologue", "method", "text");
  static final MethodHandle SECURE = getter(REQUEST, "isSecure");
  static final MethodHandle PATH = getter(REQUEST, "prologue", "uriPath", "rawPath");
  static final MethodHandle QUERY = getter(REQUEST, "prologue", "query", "rawValue");
  static final MethodHandle VERSION = getter(REQUEST, "prologue", "protocolVersion");
  static final MethodHandle PEER = getter(REQUEST, "remotePeer", "address");
  static final MethodHandle STATUS = getter(RESPONSE, "status", "code");
  static final MethodHandle CODE = getter(type("io.helidon.http.Status"), "code");
  static final MethodHandle SENT = getter(RESPONSE, "isSent");
  static final MethodHandle RESPONSE_HEADERS = getter(RESPONSE, "headers");
  private static final MethodHandle REQUEST_HEADERS = getter(REQUEST, "headers");

  /** Of headers, a name, and what to answer without one. */
  private static final MethodHandle ALL =
      method(type("io.helidon.http.Headers"), "all", HEADER_NAME, Supplier.class);

  private static final MethodHandle SET_IF_ABSENT =
      method(
          type("io.helidon.http.WritableHeaders"), "setIfAbsent", type("io.helidon.http.Header"));

  private static final MethodHandle NAME =
      method(type("io.helidon.http.HeaderNames"), "create", String.class);

  private static final MethodHandle HEADER =
      method(type("io.helidon.http.HeaderValues"), "create", String.class, String.class);

  private static final Supplier<List<String>> NONE = List::of;

  private HelidonTypes() {}

  /** What a handle of one argument answers. */
  static Object get(MethodHandle getter, Object owner) {
    try {
      return getter.invokeExact(owner);
    } catch (Throwable e) {
      throw failure(e);
    }
  }

  /** The values of all header lines of a name. */
  @SuppressWarnings("unchecked") // that is what the method answers
  static List<String> headers(Object request, String name) {
    try {
      return (List<String>)
          ALL.invoke(REQUEST_HEADERS.invokeExact(request), NAME.invoke(name), NONE);
    } catch (Throwable e) {
      throw failure(e);
    }
  }

  static void setIfAbsent(Object response, String name, String value) {
    try {
      Object unused =
          SET_IF_ABSENT.invoke(RESPONSE_HEADERS.invokeExact(response), HEADER.invoke(name, value));
    } catch (Throwable e) {
      throw failure(e);
    }
  }

  private static RuntimeException failure(Throwable e) {
    return e instanceof RuntimeException own ? own : new IllegalStateException(e);
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName(name, false, HelidonTypes.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new NoClassDefFoundError(name);
    }
  }

  private static MethodHandle method(Class<?> owner, String name, Class<?>... arguments) {
    try {
      Method method = owner.getMethod(name, arguments);
      MethodHandle handle = LOOKUP.unreflect(method);
      return handle.asType(handle.type().generic());
    } catch (ReflectiveOperationException e) {
      throw new NoSuchMethodError(owner.getName() + '.' + name);
    }
  }

  /** One getter after the other. */
  private static MethodHandle getter(Class<?> owner, String... names) {
    MethodHandle all = MethodHandles.identity(Object.class);
    Class<?> type = owner;
    for (String name : names) {
      try {
        Method next = type.getMethod(name);
        MethodHandle handle = LOOKUP.unreflect(next);
        all = MethodHandles.filterReturnValue(all, handle.asType(MethodType.genericMethodType(1)));
        type = next.getReturnType();
      } catch (ReflectiveOperationException e) {
        throw new NoSuchMethodError(type.getName() + '.' + name);
      }
    }
    return all;
  }
}
