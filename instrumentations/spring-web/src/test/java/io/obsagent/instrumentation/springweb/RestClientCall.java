// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springweb;

import java.lang.reflect.Method;

/** A call of RestClient, which the version that tests are compiled against does not have. */
final class RestClientCall {
  private static final String CLIENT = "org.springframework.web.client.RestClient";

  private RestClientCall() {}

  static String get(String base, String template, Object variable) {
    try {
      Object client = type("").getMethod("create", String.class).invoke(null, base);
      Object request = type("").getMethod("get").invoke(client);
      Method uri = type("$UriSpec").getMethod("uri", String.class, Object[].class);
      Object prepared = uri.invoke(request, template, new Object[] {variable});
      Object response = type("$RequestHeadersSpec").getMethod("retrieve").invoke(prepared);
      Method body = type("$ResponseSpec").getMethod("body", Class.class);
      return (String) body.invoke(response, String.class);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Class<?> type(String nested) throws ClassNotFoundException {
    return Class.forName(CLIENT + nested);
  }
}
