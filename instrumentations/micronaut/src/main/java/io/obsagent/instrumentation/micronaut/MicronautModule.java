// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.micronaut;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** Micronaut's HTTP server above Netty, which serves its requests. */
public final class MicronautModule extends InstrumentationModule {
  private static final String SERVER = "io.micronaut.http.server.";
  private static final String REQUEST = "io.micronaut.http.HttpRequest";
  private static final String CONTEXT = "io.micronaut.core.propagation.PropagatedContext";

  public MicronautModule() {
    super("micronaut", "Micronaut 4.0–4.10 (HTTP server)");
  }

  @Override
  public String description() {
    return "Routes of Micronaut's controllers, and the exceptions that it makes answers of.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new RouteInstrumentation(), new ErrorInstrumentation());
  }

  private static final class RouteInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(SERVER + "RouteExecutor");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("setRouteAttributes").takes(REQUEST, "io.micronaut.web.router.UriRouteMatch"),
          RequestAdvices.Route.class.getName());
    }
  }

  private static final class ErrorInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(SERVER + "RequestLifecycle");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("onErrorNoFilter").takes("java.lang.Throwable", CONTEXT),
          RequestAdvices.Failure.class.getName());
      advices.on(
          named("onErrorNoFilter").takes(REQUEST, "java.lang.Throwable", CONTEXT),
          RequestAdvices.FailureOfRequest.class.getName());
    }
  }
}
