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
  private static final String HTTP = "io.vertx.core.http.impl.";

  public VertxModule() {
    super("vertx", "Vert.x 4.0–5.2");
  }

  @Override
  public String description() {
    return "Routes and failures of Vert.x Web; traces go on in futures of Vert.x 4, in workers and in"
        + " pipelined requests.";
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
            WorkerAdvices.Enqueue.class.getName()),
        new Advised(
            "io.vertx.core.net.impl.VertxConnection",
            named("addPending").takes("java.lang.Object"),
            PipelineAdvices.PutOff.class.getName()),
        new ConnectionInstrumentation(),
        new RequestInstrumentation());
  }

  /** A connection of HTTP/1, in 4.0 to 5.0 and since. */
  private static final class ConnectionInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(HTTP + "Http1xServerConnection", HTTP + "http1.Http1ServerConnection");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("handleMessage").takes("java.lang.Object"),
          PipelineAdvices.Message.class.getName());
      advices.on(named("handleNext").takes(1), PipelineAdvices.Next.class.getName());
    }
  }

  private static final class RequestInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(HTTP + "Http1xServerRequest", HTTP + "http1.Http1ServerRequest");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(constructor(), PipelineAdvices.Request.class.getName());
      advices.on(named("handleContent").takes(1), PipelineAdvices.Body.class.getName());
      advices.on(named("handleEnd").takes(), PipelineAdvices.Body.class.getName());
      advices.holdState();
    }
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
