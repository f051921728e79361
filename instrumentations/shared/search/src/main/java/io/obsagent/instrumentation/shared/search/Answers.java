// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.search;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Reads answers. Their getters have had the same names in all clients and versions, but types of
 * one HTTP library or another.
 */
final class Answers {
  private static final String REFUSAL = "ResponseException";

  private static final ClassValue<Getter> RESPONSE = getter("getResponse");
  private static final ClassValue<Getter> HOST = getter("getHost");
  private static final ClassValue<Getter> HOST_NAME = getter("getHostName");
  private static final ClassValue<Getter> PORT = getter("getPort");
  private static final ClassValue<Getter> STATUS_LINE = getter("getStatusLine");
  private static final ClassValue<Getter> STATUS = getter("getStatusCode");

  private Answers() {}

  /** What the server has answered to a request that it refused, or null of another failure. */
  static @Nullable Object responseOf(Throwable error) {
    return error.getClass().getSimpleName().equals(REFUSAL) ? get(RESPONSE, error) : null;
  }

  static @Nullable String host(Object response) {
    Object host = get(HOST, response);
    return host != null && get(HOST_NAME, host) instanceof String name ? name : null;
  }

  static int port(Object response) {
    Object host = get(HOST, response);
    return host != null && get(PORT, host) instanceof Integer port ? port : -1;
  }

  /** 0 where that is not to be read. */
  static int status(Object response) {
    Object line = get(STATUS_LINE, response);
    return get(STATUS, line == null ? response : line) instanceof Integer status ? status : 0;
  }

  private static @Nullable Object get(ClassValue<Getter> getter, Object owner) {
    Method method = getter.get(owner.getClass()).method;
    try {
      return method == null ? null : method.invoke(owner);
    } catch (IllegalAccessException | InvocationTargetException e) {
      return null;
    }
  }

  private static ClassValue<Getter> getter(String name) {
    return new ClassValue<>() {
      @Override
      protected Getter computeValue(Class<?> type) {
        try {
          Method method = type.getMethod(name);
          return new Getter(method.trySetAccessible() ? method : null);
        } catch (NoSuchMethodException ofAnotherVersion) {
          return new Getter(null);
        }
      }
    };
  }

  private record Getter(@Nullable Method method) {}
}
