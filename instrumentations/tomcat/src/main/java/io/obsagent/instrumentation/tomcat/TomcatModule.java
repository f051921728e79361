// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tomcat;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.MethodMatch;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/**
 * Tomcat below its servlet API: Coyote's classes are the same under {@code javax} and {@code
 * jakarta}, and see requests that no servlet gets.
 */
public final class TomcatModule extends InstrumentationModule {
  private static final String REQUEST = "org.apache.coyote.Request";
  private static final String RESPONSE = "org.apache.coyote.Response";
  private static final String CATALINA_REQUEST = "org.apache.catalina.connector.Request";
  private static final String CATALINA_RESPONSE = "org.apache.catalina.connector.Response";

  public TomcatModule() {
    super("tomcat", "Tomcat 9.0–11.0");
  }

  @Override
  public String description() {
    return "Server spans, request metrics and the correlation id of requests served by Tomcat,"
        + " asynchronous ones included.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new AdapterInstrumentation(),
        new Advised(
            TypeMatch.named(
                "org.apache.coyote.http11.Http11Processor",
                "org.apache.coyote.http2.StreamProcessor",
                "org.apache.coyote.ajp.AjpProcessor"),
            named("prepareResponse").takes(0),
            CommitAdvice.class.getName()),
        new Advised(
            TypeMatch.named("org.apache.catalina.core.StandardWrapperValve"),
            named("invoke").takes(CATALINA_REQUEST, CATALINA_RESPONSE),
            ServletAdvice.RouteAdvice.class.getName()),
        new Advised(
            TypeMatch.named("org.apache.catalina.core.StandardHostValve"),
            named("throwable").takes(CATALINA_REQUEST, CATALINA_RESPONSE, "java.lang.Throwable"),
            ServletAdvice.ErrorAdvice.class.getName()),
        new Advised(
            TypeMatch.named("org.apache.catalina.core.AsyncContextImpl"),
            named("start").takes("java.lang.Runnable"),
            ServletAdvice.AsyncStartAdvice.class.getName()));
  }

  private static final class AdapterInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("org.apache.catalina.connector.CoyoteAdapter");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("service").takes(REQUEST, RESPONSE), AdapterAdvice.ServiceAdvice.class.getName());
      advices.on(
          named("asyncDispatch").takesFirst(REQUEST, RESPONSE),
          AdapterAdvice.AsyncDispatchAdvice.class.getName());
      advices.on(
          named("checkRecycled").takes(REQUEST, RESPONSE),
          AdapterAdvice.RecycleAdvice.class.getName());
    }
  }

  /** One advised method of a type. */
  private record Advised(TypeMatch type, MethodMatch method, String advice)
      implements TypeInstrumentation {
    @Override
    public void advise(Advices advices) {
      advices.on(method, advice);
    }
  }
}
