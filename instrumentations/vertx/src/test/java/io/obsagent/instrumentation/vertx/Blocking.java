// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.vertx;

import io.vertx.core.Context;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.Callable;

/** Calls {@code executeBlocking}, which takes a Callable since Vert.x 4.5 and a Handler before. */
final class Blocking {
  private Blocking() {}

  static void execute(Context context, Callable<?> task) throws Exception {
    for (Method method : Context.class.getMethods()) {
      if (method.getName().equals("executeBlocking") && method.getParameterCount() == 1) {
        Class<?> type = method.getParameterTypes()[0];
        Object work =
            type == Callable.class
                ? task
                : Proxy.newProxyInstance(
                    type.getClassLoader(),
                    new Class<?>[] {type},
                    (proxy, called, arguments) -> {
                      if (called.getName().equals("handle")) {
                        task.call();
                      }
                      return null;
                    });
        method.invoke(context, work);
        return;
      }
    }
    throw new AssertionError("no executeBlocking");
  }
}
