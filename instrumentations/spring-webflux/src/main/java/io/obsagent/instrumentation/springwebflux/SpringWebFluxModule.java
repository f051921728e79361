// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springwebflux;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;
import java.util.function.Consumer;

/**
 * Names a request after the pattern that Spring WebFlux matched, and what its handler threw; and
 * one of WebClient after its template.
 */
public final class SpringWebFluxModule extends InstrumentationModule {
  private static final String REACTIVE = "org.springframework.web.reactive.";
  private static final String EXCHANGE = "org.springframework.web.server.ServerWebExchange";
  private static final String THROWABLE = "java.lang.Throwable";
  private static final String CONTROLLERS =
      REACTIVE + "result.method.annotation.RequestMappingHandlerAdapter";

  public SpringWebFluxModule() {
    super("spring-webflux", "Spring WebFlux 5.3–7.0");
  }

  @Override
  public String description() {
    return "The matched pattern of a controller, a functional route or a route of Spring Cloud Gateway,"
        + " e.g. /products/{id}, as the route of the request, and the exception behind an error that"
        + " the application handles itself. The template of the URL that WebClient is given, for the"
        + " client's span below.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new Type(
            TypeMatch.named(
                CONTROLLERS,
                REACTIVE + "function.server.support.HandlerFunctionAdapter",
                REACTIVE + "result.SimpleHandlerAdapter",
                REACTIVE + "socket.server.support.WebSocketHandlerAdapter"),
            advices ->
                advices.on(
                    named("handle").takes(EXCHANGE, "java.lang.Object"),
                    HandlerAdvices.Route.class.getName())),
        new Type(TypeMatch.named(CONTROLLERS), SpringWebFluxModule::controllers),
        new Type(
            TypeMatch.named(
                "org.springframework.web.server.handler.ExceptionHandlingWebHandler$CheckpointInsertingHandler"),
            advices ->
                advices.on(
                    named("handle").takes(EXCHANGE, THROWABLE),
                    HandlerAdvices.Failed.class.getName())),
        new Type(
            TypeMatch.named(REACTIVE + "function.client.ExchangeFunctions$DefaultExchangeFunction"),
            advices ->
                advices.on(
                    named("exchange").takes(REACTIVE + "function.client.ClientRequest"),
                    ClientAdvices.Exchange.class.getName())));
  }

  private static void controllers(Advices advices) {
    advices.on(
        named("handleException").takesFirst(EXCHANGE, THROWABLE),
        HandlerAdvices.Failed.class.getName());
    advices.on(
        named("handleException").takesFirst(THROWABLE),
        HandlerAdvices.FailedBeforeSpring6.class.getName());
  }

  private record Type(TypeMatch type, Consumer<Advices> advice) implements TypeInstrumentation {
    @Override
    public void advise(Advices advices) {
      advice.accept(advices);
    }
  }
}
