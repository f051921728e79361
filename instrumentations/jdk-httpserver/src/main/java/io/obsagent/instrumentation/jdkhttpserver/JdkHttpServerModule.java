// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdkhttpserver;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.MethodMatch;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** The JDK's server, below the filters of its users: what a filter answers is a request, too. */
public final class JdkHttpServerModule extends InstrumentationModule {
  public JdkHttpServerModule() {
    super("jdk-httpserver", "com.sun.net.httpserver of JDK 17 and newer");
  }

  @Override
  public String description() {
    return "Server spans, request metrics and the correlation id of the JDK's HttpServer; the path"
        + " of the context is the route.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of("sun.net.httpserver.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new Advised(
            "com.sun.net.httpserver.Filter$Chain",
            named("doFilter").takes("com.sun.net.httpserver.HttpExchange"),
            ServerAdvices.Filters.class.getName()),
        new Advised(
            "sun.net.httpserver.Request",
            named("headers").takes(0),
            ServerAdvices.ReadHeaders.class.getName()),
        new Advised(
            "sun.net.httpserver.ServerImpl$Exchange",
            named("reject").takes("int", "java.lang.String", "java.lang.String"),
            ServerAdvices.Reject.class.getName()),
        new ExchangeInstrumentation(),
        new BodyInstrumentation());
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

  private static final class ExchangeInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(
          "sun.net.httpserver.HttpExchangeImpl", "sun.net.httpserver.HttpsExchangeImpl");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("sendResponseHeaders").takes("int", "long"),
          ResponseAdvices.SendHeaders.class.getName());
      advices.on(named("close").takes(0), ResponseAdvices.CloseExchange.class.getName());
    }
  }

  /** The stream of every body, in front of the one that knows how it is framed. */
  private static final class BodyInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("sun.net.httpserver.PlaceholderOutputStream");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("write").takes("int"), ResponseAdvices.WriteByte.class.getName());
      advices.on(named("write").takes("byte[]"), ResponseAdvices.WriteArray.class.getName());
      advices.on(
          named("write").takes("byte[]", "int", "int"), ResponseAdvices.WriteRange.class.getName());
      advices.on(named("flush").takes(0), ResponseAdvices.Flush.class.getName());
      advices.on(named("close").takes(0), ResponseAdvices.CloseBody.class.getName());
    }
  }
}
