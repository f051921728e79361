// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.opensearch;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import org.opensearch.client.RestClient;
import org.opensearch.client.RestClientBuilder;

/** Makes clients of 2, above one HTTP library, and of 3, above another: hosts are of its types. */
final class Clients {
  private Clients() {}

  static RestClient rest(int port) {
    try {
      for (Method method : RestClient.class.getMethods()) {
        Class<?>[] types = method.getParameterTypes();
        if (method.getName().equals("builder")
            && types[0].isArray()
            && types[0].getComponentType().getSimpleName().equals("HttpHost")) {
          Object hosts = Array.newInstance(types[0].getComponentType(), 1);
          Array.set(hosts, 0, host(types[0].getComponentType(), port));
          return ((RestClientBuilder) method.invoke(null, hosts)).build();
        }
      }
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("no builder of hosts");
  }

  private static Object host(Class<?> type, int port) throws ReflectiveOperationException {
    return type.getConstructor(String.class, int.class).newInstance("127.0.0.1", port);
  }
}
