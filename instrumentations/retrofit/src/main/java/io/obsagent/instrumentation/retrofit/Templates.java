// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.retrofit;

import io.obsagent.spi.telemetry.WeakMap;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import retrofit2.http.DELETE;
import retrofit2.http.GET;
import retrofit2.http.HEAD;
import retrofit2.http.HTTP;
import retrofit2.http.OPTIONS;
import retrofit2.http.PATCH;
import retrofit2.http.POST;
import retrofit2.http.PUT;

/** The templates of methods, each read once. */
final class Templates {
  private static final WeakMap<Method, String> BY_METHOD = new WeakMap<>();

  private Templates() {}

  /** Empty for a method whose caller gives the whole URL. */
  static String of(Method method) {
    String known = BY_METHOD.get(method);
    return known == null ? BY_METHOD.putIfAbsent(method, read(method)) : known;
  }

  private static String read(Method method) {
    for (Annotation each : method.getAnnotations()) {
      String value = value(each);
      if (!value.isEmpty()) {
        return value;
      }
    }
    return "";
  }

  private static String value(Annotation annotation) {
    if (annotation instanceof GET get) {
      return get.value();
    }
    if (annotation instanceof POST post) {
      return post.value();
    }
    if (annotation instanceof PUT put) {
      return put.value();
    }
    if (annotation instanceof DELETE delete) {
      return delete.value();
    }
    if (annotation instanceof PATCH patch) {
      return patch.value();
    }
    if (annotation instanceof HEAD head) {
      return head.value();
    }
    if (annotation instanceof OPTIONS options) {
      return options.value();
    }
    return annotation instanceof HTTP http ? http.path() : "";
  }
}
