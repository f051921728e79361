// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.vertx;

import static io.obsagent.spi.MethodMatch.constructor;
import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.MethodMatch;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** Vert.x above Netty, which serves and sends its requests. */
public final class VertxModule extends InstrumentationModule {
  private static final String WEB = "io.vertx.ext.web.impl.";

  public VertxModule() {
    super("vertx", "Vert.x 4.0–5.2");
  }

  @Override
  public String description() {
    return "Routes and failures of Vert.x Web; traces go on in futures of Vert.x 4 and in workers.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of("io.vertx.core.impl.TaskQueue");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new Advised(
            WEB + "RouteState",
            named("handleContext").takes(WEB + "RoutingContextImplBase"),
            RouteAdvices.Handle.class.getName()),
        new Advised(
            WEB + "RoutingContextWrapper",
            constructor().takesFirst("java.lang.String", "java.util.Set", null),
            RouteAdvices.Mount.class.getName()),
        new Advised(
            WEB + "RoutingContextImpl",
            named("fail").takes("int", "java.lang.Throwable"),
            RouteAdvices.Fail.class.getName()),
        new Advised(
            "io.vertx.core.impl.future.FutureImpl",
            named("addListener").takes("io.vertx.core.impl.future.Listener"),
            FutureAdvices.Listen.class.getName()),
        new Advised(
            "io.vertx.core.impl.TaskQueue",
            named("execute").takes("java.lang.Runnable", "java.util.concurrent.Executor"),
            WorkerAdvices.Enqueue.class.getName()));
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
