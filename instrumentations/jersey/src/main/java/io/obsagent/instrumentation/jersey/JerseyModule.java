// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jersey;

import static io.obsagent.spi.MethodMatch.constructor;
import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.instrumentation.shared.jaxrs.UriBuilderInstrumentation;
import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/**
 * Names a request after the templates that Jersey matched, and what its resource threw; and those
 * of its client.
 */
public final class JerseyModule extends InstrumentationModule {
  private static final String RUNTIME = "org.glassfish.jersey.server.ServerRuntime";

  public JerseyModule() {
    super("jersey", "Jersey 2.25–4.0");
  }

  @Override
  public String description() {
    return "The templates of a JAX-RS resource, e.g. /products/{id}, as the route of the request, the"
        + " exception behind an error that the application maps, and the request's context where an"
        + " asynchronous response is resumed. The servers of the list own the request. The template"
        + " of a URL that its client resolves, for the client's span below.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new RoutingInstrumentation(),
        new ResponderInstrumentation(),
        new AsyncInstrumentation(),
        new UriBuilderInstrumentation("org.glassfish.jersey.uri.internal.JerseyUriBuilder"),
        new ConnectorInstrumentation());
  }

  private static final class RoutingInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("org.glassfish.jersey.server.internal.routing.RoutingStage");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("apply")
              .takes("org.glassfish.jersey.server.internal.process.RequestProcessingContext"),
          RequestAdvices.Route.class.getName());
    }
  }

  private static final class ResponderInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(RUNTIME + "$Responder");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("process").takes("java.lang.Throwable"), RequestAdvices.Handled.class.getName());
    }
  }

  private static final class AsyncInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(RUNTIME + "$AsyncResponder");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(constructor(), AsyncAdvices.Suspend.class.getName());
      advices.on(named("resume").takes("java.lang.Runnable"), AsyncAdvices.Resume.class.getName());
    }
  }

  private static final class ConnectorInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.subtypesOf("org.glassfish.jersey.client.spi.Connector");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("apply").takesFirst("org.glassfish.jersey.client.ClientRequest"),
          ClientAdvices.Send.class.getName());
    }
  }
}
