// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.resteasy;

import static io.obsagent.spi.MethodMatch.constructor;
import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.instrumentation.shared.jaxrs.UriBuilderInstrumentation;
import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;
import java.util.function.Consumer;

/**
 * Names a request after the templates that RESTEasy matched, and what its resource threw; and those
 * of its client.
 */
public final class ResteasyModule extends InstrumentationModule {
  private static final String CORE = "org.jboss.resteasy.core.";
  private static final String REQUEST = "org.jboss.resteasy.spi.HttpRequest";
  private static final String RESPONSE = "org.jboss.resteasy.spi.HttpResponse";
  private static final String OBJECT = "java.lang.Object";
  private static final String THROWABLE = "java.lang.Throwable";
  private static final String CONSUMER = "java.util.function.Consumer";

  public ResteasyModule() {
    super("resteasy", "RESTEasy 4.0–7.0");
  }

  @Override
  public String description() {
    return "The templates of a JAX-RS resource, e.g. /products/{id}, as the route of the request, the"
        + " exception behind an error that the application maps, and the request's context where an"
        + " asynchronous response is resumed. Undertow or another server of the list owns the"
        + " request. The template of a URL that its client resolves, for the client's span below.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new Advised(
            "registry.RootNode",
            advices ->
                advices.on(
                    named("addInvoker").takes("java.lang.String", null),
                    RouteAdvices.Register.class.getName())),
        new Advised(
            "ResourceLocatorInvoker",
            advices ->
                advices.on(
                    named("invokeOnTargetObject").takes(REQUEST, RESPONSE, OBJECT),
                    RouteAdvices.Locate.class.getName())),
        new Advised(
            "ResourceMethodInvoker",
            advices -> {
              advices.on(
                  named("invokeOnTarget").takes(REQUEST, RESPONSE, OBJECT),
                  RouteAdvices.Route.class.getName());
              advices.on(named("initializeAsync").takes(1), AsyncAdvices.Suspend.class.getName());
            }),
        new Advised(
            "ExceptionHandler",
            advices ->
                advices.on(
                    named("handleException").takes(REQUEST, THROWABLE),
                    RouteAdvices.Handled.class.getName())),
        new Advised(
            "AsyncResponseConsumer",
            advices -> {
              advices.on(constructor(), AsyncAdvices.Subscribe.class.getName());
              adviseResume(advices);
            }),
        new Advised("AbstractAsynchronousResponse", ResteasyModule::adviseResume),
        new UriBuilderInstrumentation("org.jboss.resteasy.specimpl.ResteasyUriBuilderImpl"),
        new EngineInstrumentation());
  }

  private static void adviseResume(Advices advices) {
    advices.on(
        named("internalResume").takes(OBJECT, CONSUMER), AsyncAdvices.Resume.class.getName());
    advices.on(
        named("internalResume").takes(THROWABLE, CONSUMER), AsyncAdvices.Resume.class.getName());
  }

  private static final class EngineInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.subtypesOf("org.jboss.resteasy.client.jaxrs.ClientHttpEngine");
    }

    @Override
    public void advise(Advices advices) {
      String send = ClientAdvices.Send.class.getName();
      advices.on(named("invoke").takes("javax.ws.rs.client.Invocation"), send);
      advices.on(named("invoke").takes("jakarta.ws.rs.client.Invocation"), send);
      advices.on(
          named("submit").takesFirst("org.jboss.resteasy.client.jaxrs.internal.ClientInvocation"),
          send);
    }
  }

  /** A type of RESTEasy's core. */
  private record Advised(String simpleName, Consumer<Advices> advice)
      implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(CORE + simpleName);
    }

    @Override
    public void advise(Advices advices) {
      advice.accept(advices);
    }
  }
}
