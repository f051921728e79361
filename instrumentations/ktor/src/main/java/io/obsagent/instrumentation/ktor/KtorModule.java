// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.ktor;

import static io.obsagent.spi.MethodMatch.constructor;
import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.MethodMatch;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** Where Ktor has found a route, and where its engine CIO begins with a request. */
public final class KtorModule extends InstrumentationModule {
  private static final String CONTINUATION = "kotlin.coroutines.Continuation";

  public KtorModule() {
    super("ktor", "Ktor 2.0–3.5");
  }

  @Override
  public String description() {
    return "Routes and failures of Ktor's server on every engine, and server spans, request metrics"
        + " and the correlation id of requests served by its engine CIO.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of("io.ktor.network.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    MethodMatch execute =
        named("executeResult")
            .takes("io.ktor.util.pipeline.PipelineContext", null, null, CONTINUATION);
    return List.of(
        new Advised("io.ktor.server.routing.Routing", execute, RoutingAdvices.Route.class),
        new Advised("io.ktor.server.routing.RoutingRoot", execute, RoutingAdvices.Route.class),
        new Advised(
            "io.ktor.server.engine.DefaultEnginePipelineKt",
            named("handleFailure").takes(null, "java.lang.Throwable", CONTINUATION),
            RoutingAdvices.Failure.class),
        new Advised(
            "io.ktor.server.cio.CIOApplicationEngine",
            named("handleRequest")
                .takes(
                    "io.ktor.server.cio.backend.ServerRequestScope",
                    "io.ktor.http.cio.Request",
                    CONTINUATION),
            CioAdvices.Handle.class),
        new Advised(
            "io.ktor.server.cio.CIOApplicationCall",
            constructor().takesFirst("io.ktor.server.application.Application"),
            CioAdvices.NewCall.class),
        new Advised(
            "io.ktor.server.cio.CIOApplicationResponse",
            named("sendResponseMessage").takes("boolean", CONTINUATION),
            CioAdvices.Commit.class));
  }

  /** One advised method of a type. */
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
