// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.cxf;

import io.obsagent.instrumentation.shared.jaxrs.RouteBuilder;
import io.obsagent.instrumentation.shared.servlet.ServletDispatch;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.telemetry.HttpServerOperation;
import io.obsagent.spi.telemetry.RouteSource;
import io.obsagent.spi.telemetry.WeakMap;
import org.apache.cxf.jaxrs.impl.PropertyHolderFactory;
import org.apache.cxf.jaxrs.impl.PropertyHolderFactory.PropertyHolder;
import org.apache.cxf.jaxrs.impl.UriInfoImpl;
import org.apache.cxf.jaxrs.model.OperationResourceInfo;
import org.apache.cxf.jaxrs.model.URITemplate;
import org.apache.cxf.message.Exchange;
import org.apache.cxf.message.Message;
import org.jspecify.annotations.Nullable;

/** Advice for what CXF does with resources. */
final class RestAdvices {
  /** Exchanges that are at a locator of sub-resources. */
  private static final WeakMap<Exchange, Located> LOCATED = new WeakMap<>();

  /** Set by a servlet container where it dispatches the request once more, within itself. */
  private static final String[] DISPATCHED_AGAIN =
      ServletDispatch.marks(UriInfoImpl.class.getInterfaces()[0]);

  private RestAdvices() {}

  private record Located(OperationResourceInfo locator, String route) {}

  private static @Nullable String template(@Nullable URITemplate template) {
    return template == null ? null : template.getValue();
  }

  /** A method is found, or a locator that knows what goes on. */
  private static void found(Exchange exchange, OperationResourceInfo method, String route) {
    HttpServerOperation operation = HttpServerOperation.current();
    if (operation == null) {
      return;
    }
    if (method.isSubResourceLocator()) {
      LOCATED.put(exchange, new Located(method, route));
    } else if (!isDispatchedAgain(exchange.getInMessage())) {
      operation.route(RouteSource.CONTROLLER, route);
    }
  }

  private static boolean isDispatchedAgain(Message message) {
    PropertyHolder properties = PropertyHolderFactory.getPropertyHolder(message);
    for (String mark : DISPATCHED_AGAIN) {
      if (properties.getProperty(mark) != null) {
        return true;
      }
    }
    return false;
  }

  /** For {@code JAXRSInInterceptor.setExchangeProperties}, before filters run. */
  static final class Match {
    private Match() {}

    @OnEnter
    static void enter(
        @Argument(0) Message message,
        @Argument(1) Exchange exchange,
        @Argument(2) OperationResourceInfo method) {
      RouteBuilder route =
          new RouteBuilder((String) message.get(Message.BASE_PATH))
              .add(template(method.getClassResourceInfo().getURITemplate()))
              .add(template(method.getURITemplate()));
      found(exchange, method, route.build());
    }
  }

  /** For {@code JAXRSInvoker.invoke}, which calls itself on what a locator has answered. */
  static final class SubResource {
    private SubResource() {}

    @OnEnter
    static void enter(@Argument(0) Exchange exchange) {
      Located located = LOCATED.isEmpty() ? null : LOCATED.get(exchange);
      OperationResourceInfo method =
          located == null ? null : exchange.get(OperationResourceInfo.class);
      if (method != null && method != located.locator) {
        RouteBuilder route = new RouteBuilder(located.route).add(template(method.getURITemplate()));
        found(exchange, method, route.build());
      }
    }
  }
}
