// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.cxf;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.MethodMatch;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** Names a request after the templates or the operation that CXF found, and what it threw. */
public final class CxfModule extends InstrumentationModule {
  private static final String ROOT = "org.apache.cxf.";
  private static final String EXCHANGE = ROOT + "message.Exchange";
  private static final String MESSAGE = ROOT + "message.Message";
  private static final String OBJECT = "java.lang.Object";
  private static final String THROWABLE = "java.lang.Throwable";

  public CxfModule() {
    super("cxf", "Apache CXF 3.4–4.2");
  }

  @Override
  public String description() {
    return "The templates of a JAX-RS resource, or the address of a SOAP service with its operation,"
        + " e.g. /services/orders/placeOrder, as the route of the request, and the exception behind"
        + " a fault. The servers of the list own the request.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new Advised(
            "jaxrs.interceptor.JAXRSInInterceptor",
            named("setExchangeProperties")
                .takesFirst(MESSAGE, EXCHANGE, ROOT + "jaxrs.model.OperationResourceInfo"),
            RestAdvices.Match.class.getName()),
        new Advised(
            "jaxrs.JAXRSInvoker",
            named("invoke").takes(EXCHANGE, OBJECT, OBJECT),
            RestAdvices.SubResource.class.getName()),
        new Advised(
            "jaxrs.utils.ExceptionUtils",
            named("convertFaultToResponse").takes(THROWABLE, MESSAGE),
            FaultAdvices.Handled.class.getName()),
        new Advised(
            "interceptor.ServiceInvokerInterceptor",
            named("handleMessage").takes(MESSAGE),
            SoapAdvices.Operation.class.getName()),
        new Advised(
            "service.invoker.AbstractInvoker",
            named("createFault").takesFirst(THROWABLE, "java.lang.reflect.Method"),
            FaultAdvices.Handled.class.getName()),
        new Advised(
            "jaxws.AbstractJAXWSMethodInvoker",
            named("createFault").takesFirst(THROWABLE, "java.lang.reflect.Method"),
            FaultAdvices.Handled.class.getName()));
  }

  /** One advised method of a type. */
  private record Advised(String typeName, MethodMatch method, String advice)
      implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(ROOT + typeName);
    }

    @Override
    public void advise(Advices advices) {
      advices.on(method, advice);
    }
  }
}
