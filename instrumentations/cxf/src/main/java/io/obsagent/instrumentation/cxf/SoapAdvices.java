// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.cxf;

import io.obsagent.instrumentation.shared.jaxrs.RouteBuilder;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.telemetry.HttpServerOperation;
import io.obsagent.spi.telemetry.RouteSource;
import org.apache.cxf.message.Exchange;
import org.apache.cxf.message.Message;
import org.apache.cxf.service.model.BindingOperationInfo;
import org.jspecify.annotations.Nullable;

/** Advice for what CXF does with operations of a service that a WSDL describes. */
final class SoapAdvices {
  private SoapAdvices() {}

  /** For {@code ServiceInvokerInterceptor.handleMessage}; of a resource there is no operation. */
  static final class Operation {
    private Operation() {}

    @OnEnter
    static void enter(@Argument(0) Message message) {
      Exchange exchange = message.getExchange();
      BindingOperationInfo called = exchange == null ? null : exchange.getBindingOperationInfo();
      HttpServerOperation operation = called == null ? null : HttpServerOperation.current();
      if (operation != null) {
        operation.route(RouteSource.CONTROLLER, route(message, called));
      }
    }

    private static String route(Message message, BindingOperationInfo called) {
      @Nullable String base = (String) message.get(Message.BASE_PATH);
      return new RouteBuilder(base).add(called.getName().getLocalPart()).build();
    }
  }
}
