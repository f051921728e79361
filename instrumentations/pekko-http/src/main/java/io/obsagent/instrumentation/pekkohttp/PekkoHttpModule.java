// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.pekkohttp;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.MethodMatch;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/**
 * The layer of a connection that hands out requests, the functions that answer, directives; and the
 * client's method that all single requests are made by.
 */
public final class PekkoHttpModule extends InstrumentationModule {
  private static final String HTTP = "org.apache.pekko.http.";
  private static final String SCALA = HTTP + "scaladsl.";
  private static final String FUNCTION = "scala.Function1";
  private static final String PATH = SCALA + "model.Uri$Path";

  public PekkoHttpModule() {
    super("pekko-http", "Pekko HTTP 1.0–1.3");
  }

  @Override
  public String description() {
    return "Server spans and request metrics of requests served by Pekko HTTP, with the paths that"
        + " directives match as routes; client spans of single requests, with trace context and"
        + " baggage sent along.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of(HTTP + "impl.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new Advised(
            TypeMatch.named(HTTP + "impl.engine.server.HttpServerBluePrint$"),
            named("requestPreparation").takes(SCALA + "settings.ServerSettings"),
            ServerAdvices.Connection.class),
        new Advised(
            TypeMatch.named(SCALA + "Http$"),
            named("prepareAttributes")
                .takes(
                    SCALA + "settings.ServerSettings",
                    "org.apache.pekko.stream.scaladsl.Tcp$IncomingConnection"),
            ServerAdvices.Accepted.class),
        new Advised(
            TypeMatch.named(SCALA + "HttpExt", SCALA + "Http$IncomingConnection"),
            named("bindAndHandleAsync", "handleWithSyncHandler", "handleWithAsyncHandler")
                .takesFirst(FUNCTION),
            ServerAdvices.Handler.class),
        new Advised(
            TypeMatch.named(SCALA + "server.Route$"),
            named("createAsyncHandler"),
            ServerAdvices.RouteHandler.class),
        new Advised(
            TypeMatch.named(SCALA + "HttpExt"),
            named("singleRequest").takesFirst(SCALA + "model.HttpRequest"),
            ClientAdvices.SingleRequest.class),
        new Advised(
            TypeMatch.named(SCALA + "server.ExceptionHandler$$anon$1"),
            named("apply").takes("java.lang.Throwable"),
            ServerAdvices.Thrown.class),
        new Advised(
            TypeMatch.named(
                SCALA + "server.PathMatchers$Slash$", SCALA + "server.PathMatcher$$anon$5"),
            named("apply").takes(PATH),
            ServerAdvices.Text.class),
        new Advised(
            TypeMatch.named(SCALA + "server.RequestContextImpl"),
            named("withUnmatchedPath").takes(PATH),
            ServerAdvices.Rest.class));
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
