// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.resteasyreactive;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.MethodMatch;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** Names a request after the templates that Quarkus REST matched, and what its resource threw. */
public final class ResteasyReactiveModule extends InstrumentationModule {
  private static final String REACTIVE = "org.jboss.resteasy.reactive.";
  private static final String CORE = REACTIVE + "server.core.";
  private static final String REQUEST = "ResteasyReactiveRequestContext";
  private static final String PROCESSING = REACTIVE + "common.core.AbstractResteasyReactiveContext";

  public ResteasyReactiveModule() {
    super("resteasy-reactive", "RESTEasy Reactive 3.0–3.38 (Quarkus REST)");
  }

  @Override
  public String description() {
    return "The templates of a JAX-RS resource in Quarkus, e.g. /products/{id}, as the route of the"
        + " request, the exception behind an error that the application maps, and the request's"
        + " context where it goes on after waiting. Netty, below Vert.x, owns the request.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new Advised(
            CORE + REQUEST,
            named("restart").takes(REACTIVE + "server.mapping.RuntimeResource", "boolean"),
            RouteAdvices.Match.class),
        new Advised(
            CORE + "RuntimeExceptionMapper",
            named("mapException").takes("java.lang.Throwable", CORE + REQUEST),
            RouteAdvices.Handled.class),
        new Advised(PROCESSING, named("suspend").takes(0), WaitAdvices.Suspend.class),
        new Advised(PROCESSING, named("run").takes(0), WaitAdvices.Run.class));
  }

  private record Advised(String typeName, MethodMatch method, Class<?> advice)
      implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(typeName);
    }

    @Override
    public void advise(Advices advices) {
      advices.on(method, advice.getName());
    }
  }
}
