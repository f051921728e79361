// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.helidon;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.MethodMatch;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/**
 * Where Helidon's server begins with a request, writes the head of its answer, and handles errors.
 */
public final class HelidonModule extends InstrumentationModule {
  private static final String WEB = "io.helidon.webserver.";

  public HelidonModule() {
    super("helidon", "Helidon 4.0–4.5");
  }

  @Override
  public String description() {
    return "Server spans and request metrics of requests served by Helidon SE and MP; routes since"
        + " 4.3, which tells them; the correlation id of answers by HTTP/1.1.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of(WEB);
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new Advised(
            TypeMatch.named(WEB + "http.HttpRouting", WEB + "http.HttpRoutingImpl"),
            named("route")
                .takes(
                    WEB + "ConnectionContext",
                    WEB + "http.RoutingRequest",
                    WEB + "http.RoutingResponse"),
            RequestAdvices.Serve.class),
        new Advised(
            TypeMatch.named(WEB + "http1.Http1ServerRequest", WEB + "http2.Http2ServerRequest"),
            named("matchingPattern").takes("java.lang.String"),
            RequestAdvices.Matched.class),
        new Advised(
            TypeMatch.named(WEB + "http1.Http1ServerResponse"),
            named("nonEntityBytes")
                .takesFirst("io.helidon.http.ServerResponseHeaders", "io.helidon.http.Status"),
            RequestAdvices.Commit.class),
        new Advised(
            TypeMatch.named(WEB + "http.ErrorHandlers"),
            named("handleError", "unhandledError").takes(null, null, null, "java.lang.Throwable"),
            RequestAdvices.Failure.class));
  }

  /** One advised method of a type. */
  private record Advised(TypeMatch type, MethodMatch method, Class<?> advice)
      implements TypeInstrumentation {
    @Override
    public void advise(Advices advices) {
      advices.on(method, advice.getName());
    }
  }
}
