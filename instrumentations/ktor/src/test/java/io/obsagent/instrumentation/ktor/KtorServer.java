// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.ktor;

import io.ktor.server.application.Application;
import io.ktor.server.application.ApplicationCall;
import io.ktor.server.engine.ApplicationEngineFactory;
import io.ktor.server.engine.EmbeddedServerKt;
import io.ktor.util.pipeline.PipelineContext;
import io.obsagent.testing.HttpServerApplication.Work;
import io.obsagent.testing.Ports;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlin.jvm.functions.Function1;
import org.jspecify.annotations.Nullable;

/**
 * An application on an engine of Ktor 2 or 3. What differs between the two is called by reflection:
 * the type of a server, and that of a route and its handlers.
 */
final class KtorServer implements AutoCloseable {
  private final Object server;
  private final int port;

  private KtorServer(Object server, int port) {
    this.server = server;
    this.port = port;
  }

  /** Endpoints that may block, and so keep off the few threads of an engine. */
  static Map<String, Work> blocking(Map<String, Work> endpoints) {
    Map<String, Work> elsewhere = new LinkedHashMap<>();
    endpoints.forEach((path, work) -> elsewhere.put(path, call -> call.later(work)));
    return elsewhere;
  }

  static KtorServer start(ApplicationEngineFactory<?, ?> engine, Map<String, Work> endpoints)
      throws IOException {
    return Ports.serve(port -> start(engine, port, endpoints));
  }

  private static KtorServer start(
      ApplicationEngineFactory<?, ?> engine, int port, Map<String, Work> endpoints) {
    Function1<Application, Unit> module =
        application -> {
          serve(application, endpoints);
          return Unit.INSTANCE;
        };
    try {
      Object server = embedded(engine, port, module);
      server.getClass().getMethod("start", boolean.class).invoke(server, false);
      return new KtorServer(server, port);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ktor 2 wants a configuration of the engine as well. */
  private static Object embedded(
      ApplicationEngineFactory<?, ?> engine, int port, Function1<Application, Unit> module)
      throws ReflectiveOperationException {
    Function1<Object, Unit> unchanged = configuration -> Unit.INSTANCE;
    for (Method each : EmbeddedServerKt.class.getMethods()) {
      List<Class<?>> types = List.of(each.getParameterTypes());
      if (each.getName().equals("embeddedServer")
          && types.size() >= 5
          && types.get(1) == int.class
          && types.get(types.size() - 1) == Function1.class) {
        return types.size() == 5
            ? each.invoke(null, engine, port, "127.0.0.1", List.of(), module)
            : each.invoke(null, engine, port, "127.0.0.1", List.of(), unchanged, module);
      }
    }
    throw new NoSuchMethodException("embeddedServer");
  }

  int port() {
    return port;
  }

  private static void serve(Application application, Map<String, Work> endpoints) {
    try {
      Function1<Object, Unit> configure =
          routing -> {
            endpoints.forEach((path, work) -> route(routing, path, work));
            return Unit.INSTANCE;
          };
      routing().invoke(null, application, configure);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static Method routing() throws ClassNotFoundException {
    try {
      return method(Class.forName("io.ktor.server.routing.RoutingRootKt"), "routing", 2);
    } catch (ClassNotFoundException ktor2) {
      return method(Class.forName("io.ktor.server.routing.RoutingKt"), "routing", 2);
    }
  }

  private static void route(Object parent, String path, Work work) {
    try {
      Class<?> builder = Class.forName("io.ktor.server.routing.RoutingBuilderKt");
      Function1<Object, Unit> configure =
          route -> {
            handle(route, work);
            return Unit.INSTANCE;
          };
      method(builder, "route", 3).invoke(null, parent, path, configure);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /** The handler is a function of two arguments in Ktor 3, and of three in Ktor 2. */
  private static void handle(Object route, Work work) {
    try {
      Method handle = method(route.getClass(), "handle", 1);
      Class<?> type = handle.getParameterTypes()[0];
      Object handler =
          Proxy.newProxyInstance(
              KtorServer.class.getClassLoader(),
              new Class<?>[] {type},
              (proxy, method, arguments) ->
                  method.getName().equals("invoke")
                      ? KtorCall.handle(call(arguments[0]), work, continuation(arguments))
                      : method.invoke(work, arguments));
      handle.invoke(route, handler);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static ApplicationCall call(Object context) throws ReflectiveOperationException {
    return context instanceof PipelineContext<?, ?> pipeline
        ? (ApplicationCall) pipeline.getContext()
        : (ApplicationCall) context.getClass().getMethod("getCall").invoke(context);
  }

  @SuppressWarnings("unchecked") // the last argument of a function that suspends
  private static Continuation<Unit> continuation(@Nullable Object[] arguments) {
    return (Continuation<Unit>) arguments[arguments.length - 1];
  }

  private static Method method(Class<?> type, String name, int arguments) {
    return Arrays.stream(type.getMethods())
        .filter(each -> each.getName().equals(name) && each.getParameterCount() == arguments)
        .filter(each -> !each.isBridge())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " in " + type));
  }

  @Override
  public void close() throws Exception {
    server.getClass().getMethod("stop", long.class, long.class).invoke(server, 0L, 1_000L);
  }
}
