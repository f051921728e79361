// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.grizzly;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.MethodMatch;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/**
 * Grizzly where it calls the first handler, and where its filter is done with a request on
 * whichever thread. The Catalina above has names of Tomcat's with other methods.
 */
public final class GrizzlyModule extends InstrumentationModule {
  private static final String SERVER = "org.glassfish.grizzly.http.server.";
  private static final String REQUEST = SERVER + "Request";
  private static final String RESPONSE = SERVER + "Response";
  private static final String CATALINA = "org.apache.catalina.";
  private static final String CATALINA_REQUEST = CATALINA + "Request";
  private static final String CATALINA_RESPONSE = CATALINA + "Response";

  public GrizzlyModule() {
    super("grizzly", "Grizzly 2.4–4.0; GlassFish 7, Payara 6");
  }

  @Override
  public String description() {
    return "Server spans, request metrics and the correlation id of requests served by Grizzly, also"
        + " below GlassFish and Payara; routes of their servlets.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of("org.glassfish.grizzly.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new Advised(
            TypeMatch.named(SERVER + "HttpHandler", SERVER + "HttpHandlerChain"),
            named("doHandle").takes(REQUEST, RESPONSE),
            GrizzlyAdvices.DoHandle.class),
        new Advised(
            TypeMatch.named(SERVER + "RequestExecutorProvider$WorkerThreadProvider"),
            named("getExecutor").takes(REQUEST),
            GrizzlyAdvices.GetExecutor.class),
        new Advised(
            TypeMatch.named(SERVER + "HttpServerFilter"),
            named("afterService").takes(null, null, REQUEST, RESPONSE),
            GrizzlyAdvices.AfterService.class),
        new Advised(
            TypeMatch.named(REQUEST), named("recycle").takes(0), GrizzlyAdvices.Recycle.class),
        new Advised(
            TypeMatch.named(SERVER + "util.HtmlHelper"),
            named("setErrorAndSendErrorPage")
                .takes(REQUEST, RESPONSE, null, null, null, null, "java.lang.Throwable"),
            GrizzlyAdvices.ErrorPage.class),
        new Advised(
            TypeMatch.named(CATALINA + "core.StandardWrapperValve"),
            named("invoke").takes(CATALINA_REQUEST, CATALINA_RESPONSE),
            CatalinaAdvices.Route.class),
        new Advised(
            TypeMatch.named(CATALINA + "core.StandardHostValve"),
            named("throwable").takes(CATALINA_REQUEST, CATALINA_RESPONSE, "java.lang.Throwable"),
            CatalinaAdvices.Failure.class),
        new Advised(
            TypeMatch.named(CATALINA + "connector.AsyncContextImpl"),
            named("start").takes("java.lang.Runnable"),
            CatalinaAdvices.AsyncStart.class));
  }

  private record Advised(TypeMatch type, MethodMatch method, Class<?> advice)
      implements TypeInstrumentation {
    @Override
    public void advise(Advices advices) {
      advices.on(method, advice.getName());
    }
  }
}
