// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.helidon;

import io.obsagent.testing.HttpServerApplication.Call;
import io.obsagent.testing.HttpServerApplication.Work;
import java.io.OutputStream;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An application on Helidon, by reflection: its class files are newer than the compiler. */
final class HelidonServer implements AutoCloseable {
  private static final String WEB = "io.helidon.webserver.";

  private final Object server;

  private HelidonServer(Object server) {
    this.server = server;
  }

  static HelidonServer start(Map<String, Work> endpoints) throws Exception {
    Class<?> type = Class.forName(WEB + "WebServer");
    Object builder = type.getMethod("builder").invoke(null);
    call(builder, "address", InetAddress.class, InetAddress.getLoopbackAddress());
    call(builder, "port", int.class, 0);
    Consumer<Object> routing = rules -> endpoints.forEach((path, work) -> route(rules, path, work));
    call(builder, "routing", Consumer.class, routing);
    Object server = builder.getClass().getMethod("build").invoke(builder);
    type.getMethod("start").invoke(server);
    return new HelidonServer(server);
  }

  /** Whether this version tells a request the pattern that it matches. */
  static boolean tellsPatterns() {
    try {
      Class<?> request = Class.forName(WEB + "http.RoutingRequest");
      return Arrays.stream(request.getMethods())
          .anyMatch(
              each -> each.getName().equals("matchingPattern") && each.getParameterCount() == 1);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static void call(Object target, String name, Class<?> type, Object argument)
      throws ReflectiveOperationException {
    target.getClass().getMethod(name, type).invoke(target, argument);
  }

  private static void route(Object rules, String path, Work work) {
    try {
      Class<?> type = Class.forName(WEB + "http.Handler");
      Object handler =
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  work.serve(new HelidonCall(arguments[0], arguments[1]));
                }
                return method.getName().equals("hashCode") ? 1 : null;
              });
      Object handlers = Array.newInstance(type, 1);
      Array.set(handlers, 0, handler);
      Class.forName(WEB + "http.HttpRules")
          .getMethod("any", String.class, handlers.getClass())
          .invoke(rules, path, handlers);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  int port() throws ReflectiveOperationException {
    return (Integer) Class.forName(WEB + "WebServer").getMethod("port").invoke(server);
  }

  @Override
  public void close() throws Exception {
    Class.forName(WEB + "WebServer").getMethod("stop").invoke(server);
  }

  /** A request, which Helidon wants to be answered before its thread returns. */
  private record HelidonCall(Object request, Object response) implements Call {
    private static Object ask(String type, String name, Object target, Object... arguments)
        throws Exception {
      for (Method each : Class.forName(type).getMethods()) {
        if (each.getName().equals(name) && fits(each.getParameterTypes(), arguments)) {
          try {
            return each.invoke(target, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception own ? own : e;
          }
        }
      }
      throw new NoSuchMethodException(type + '.' + name);
    }

    private static boolean fits(Class<?>[] types, @Nullable Object[] arguments) {
      if (types.length != arguments.length) {
        return false;
      }
      for (int i = 0; i < types.length; i++) {
        boolean isInt = types[i] == int.class && arguments[i] instanceof Integer;
        if (!isInt && !types[i].isInstance(arguments[i])) {
          return false;
        }
      }
      return true;
    }

    @Override
    public byte[] body() throws Exception {
      Object content = ask(WEB + "http.ServerRequest", "content", request);
      return (byte[]) ask("io.helidon.http.media.ReadableEntity", "as", content, byte[].class);
    }

    @Override
    public void setHeader(String name, String value) throws Exception {
      ask(WEB + "http.ServerResponse", "header", response, name, new String[] {value});
    }

    @Override
    public void answer(int status, String body) throws Exception {
      ask(WEB + "http.ServerResponse", "status", response, status);
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      ask(WEB + "http.ServerResponse", "send", response, (Object) bytes);
    }

    @Override
    public OutputStream stream(int status) throws Exception {
      ask(WEB + "http.ServerResponse", "status", response, status);
      return (OutputStream) ask(WEB + "http.ServerResponse", "outputStream", response);
    }

    @Override
    public void later(Work work) throws Exception {
      FutureTask<Void> task =
          new FutureTask<>(
              () -> {
                work.serve(this);
                return null;
              });
      new Thread(task).start();
      try {
        task.get();
      } catch (ExecutionException e) {
        throw e.getCause() instanceof Exception own ? own : e;
      }
    }
  }
}
