// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.undertow;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.MethodMatch;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** Undertow below its handlers: every protocol calls the root handler by the same method. */
public final class UndertowModule extends InstrumentationModule {
  private static final String EXCHANGE = "io.undertow.server.HttpServerExchange";

  public UndertowModule() {
    super("undertow", "Undertow 2.0–2.4");
  }

  @Override
  public String description() {
    return "Server spans, request metrics and the correlation id of requests served by Undertow,"
        + " also below WildFly and Spring Boot; routes of its path handlers and of servlets.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of("org.jboss.threads.", "org.xnio.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new Advised(
            "io.undertow.server.Connectors",
            named("executeRootHandler").takes("io.undertow.server.HttpHandler", EXCHANGE),
            UndertowAdvices.RootHandler.class.getName()),
        new Advised(
            EXCHANGE, named("startResponse").takes(0), UndertowAdvices.Commit.class.getName()),
        new Advised(
            EXCHANGE,
            named("dispatch").takes("java.util.concurrent.Executor", "java.lang.Runnable"),
            UndertowAdvices.Dispatch.class.getName()),
        new Advised(
            "io.undertow.server.handlers.resource.ResourceHandler",
            named("handleRequest").takes(EXCHANGE),
            UndertowAdvices.Files.class.getName()),
        new Advised(
            "io.undertow.servlet.handlers.ServletInitialHandler",
            named("handleFirstRequest")
                .takes(EXCHANGE, "io.undertow.servlet.handlers.ServletRequestContext"),
            ServletAdvices.Route.class.getName()),
        new Advised(
            "io.undertow.servlet.api.LoggingExceptionHandler",
            named("handleThrowable").takes(EXCHANGE, null, null, "java.lang.Throwable"),
            ServletAdvices.Failure.class.getName()),
        new Advised(
            "io.undertow.server.session.InMemorySessionManager",
            named("start", "createSession"),
            SessionAdvices.Seen.class.getName()),
        new Advised(
            "io.undertow.servlet.spec.AsyncContextImpl",
            named("start").takes("java.lang.Runnable"),
            ServletAdvices.AsyncStart.class.getName()));
  }

  /** One advised method of a type. */
  private record Advised(String typeName, MethodMatch method, String advice)
      implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(typeName);
    }

    @Override
    public void advise(Advices advices) {
      advices.on(method, advice);
    }
  }
}
