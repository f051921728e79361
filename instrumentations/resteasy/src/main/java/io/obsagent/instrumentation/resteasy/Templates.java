// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.resteasy;

import io.obsagent.instrumentation.shared.jaxrs.RouteBuilder;
import io.obsagent.instrumentation.shared.servlet.ServletDispatch;
import io.obsagent.spi.telemetry.WeakMap;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import org.jboss.resteasy.specimpl.ResteasyUriInfo;
import org.jboss.resteasy.spi.HttpRequest;
import org.jspecify.annotations.Nullable;

/** Templates of methods and locators, and the routes that they are for a request. */
final class Templates {
  static final WeakMap<Object, String> OF_INVOKER = new WeakMap<>();

  /** The route up to the sub-resource of a request that went through a locator; of no other. */
  static final WeakMap<HttpRequest, String> LOCATED = new WeakMap<>();

  /** {@code HttpRequest.getUri}, whose type has two names, but only one class. */
  private static final @Nullable MethodHandle URI = uriOfRequest();

  /** Set by a servlet container where it dispatches the request once more, within itself. */
  private static final String[] DISPATCHED_AGAIN =
      ServletDispatch.marks(ResteasyUriInfo.class.getInterfaces()[0]);

  private Templates() {}

  private static @Nullable MethodHandle uriOfRequest() {
    try {
      Method method = HttpRequest.class.getMethod("getUri");
      return MethodHandles.publicLookup()
          .unreflect(method)
          .asType(MethodType.methodType(Object.class, HttpRequest.class));
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  static String route(HttpRequest request, Object invoker) {
    String located = LOCATED.isEmpty() ? null : LOCATED.get(request);
    return new RouteBuilder(located == null ? base(request) : located)
        .add(OF_INVOKER.get(invoker))
        .build();
  }

  /** Path of the application. */
  private static @Nullable String base(HttpRequest request) {
    try {
      Object uri = URI == null ? null : (Object) URI.invokeExact(request);
      return uri instanceof ResteasyUriInfo info ? info.getBaseUri().getPath() : null;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      return null;
    }
  }

  static boolean isDispatchedAgain(HttpRequest request) {
    for (String mark : DISPATCHED_AGAIN) {
      if (request.getAttribute(mark) != null) {
        return true;
      }
    }
    return false;
  }
}
