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
    return "The matched pattern of a controller, e.g. /products/{id}, as the route of the request, and"
        + " the exception behind an error that the application handles itself.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new DispatcherServletInstrumentation());
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
}
