// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.spark;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** Names a request after the path of the route that Spark matched, and what that threw. */
public final class SparkModule extends InstrumentationModule {
  public SparkModule() {
    super("spark", "Spark 2.9 (web framework)");
  }

  @Override
  public String description() {
    return "The path of the matched route, e.g. /products/:id, as the route of the request, and the"
        + " exception behind an error page. Jetty owns the request.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new RoutesInstrumentation(), new ErrorInstrumentation());
  }

  private static final class RoutesInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("spark.route.Routes");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("find").takes("spark.route.HttpMethod", "java.lang.String", "java.lang.String"),
          RequestAdvices.Route.class.getName());
    }
  }

  private static final class ErrorInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("spark.http.matching.GeneralError");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("modify").takes(null, null, null, null, null, null, "java.lang.Exception"),
          RequestAdvices.Handled.class.getName());
    }
  }
}
