// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.javalin;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** Names a request after the path of the endpoint that Javalin matched, and what that threw. */
public final class JavalinModule extends InstrumentationModule {
  public JavalinModule() {
    super("javalin", "Javalin 6.0–7.2");
  }

  @Override
  public String description() {
    return "The path of the matched endpoint, e.g. /products/{id}, as the route of the request, and"
        + " the exception behind an error that the application handles itself. Jetty owns the"
        + " request.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new EndpointInstrumentation(), new RouterInstrumentation());
  }

  private static final class EndpointInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("io.javalin.router.ParsedEndpoint");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("handle")
              .takes("io.javalin.http.servlet.JavalinServletContext", "java.lang.String"),
          RequestAdvices.Route.class.getName());
    }
  }

  private static final class RouterInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("io.javalin.router.InternalRouter");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("handleHttpException").takes("io.javalin.http.Context", "java.lang.Throwable"),
          RequestAdvices.Handled.class.getName());
    }
  }
}
