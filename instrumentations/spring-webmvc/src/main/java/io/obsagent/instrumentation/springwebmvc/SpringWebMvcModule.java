// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springwebmvc;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** Names a request after the pattern that Spring MVC matched, and what its controller threw. */
public final class SpringWebMvcModule extends InstrumentationModule {
  public SpringWebMvcModule() {
    super("spring-webmvc", "Spring MVC 5.3–7.0");
  }

  @Override
  public String description() {
    return "The matched pattern of a controller, function or resource, e.g. /products/{id}, as the route of"
        + " the request, and the exception behind an error that the application handles itself.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new DispatcherServletInstrumentation(),
        new PathMappingInstrumentation(),
        new FunctionInstrumentation());
  }

  private static final class DispatcherServletInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("org.springframework.web.servlet.DispatcherServlet");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("getHandler")
              .takes(1)
              .returns("org.springframework.web.servlet.HandlerExecutionChain"),
          DispatcherAdvices.Route.class.getName());
      advices.on(
          named("processHandlerException").takes(4), DispatcherAdvices.Handled.class.getName());
    }
  }

  private static final class PathMappingInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("org.springframework.web.servlet.handler.AbstractUrlHandlerMapping");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("exposePathWithinMapping").takes("java.lang.String", "java.lang.String", null),
          DispatcherAdvices.PathRoute.class.getName());
    }
  }

  private static final class FunctionInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("org.springframework.web.servlet.function.HandlerFilterFunction");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("ofErrorHandler")
              .takes("java.util.function.Predicate", "java.util.function.BiFunction"),
          DispatcherAdvices.FunctionErrors.class.getName());
    }
  }
}
