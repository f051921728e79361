// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdkhttpserver;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
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
  public List<TypeInstrumentation> types() {
    return List.of(
        new FilterInstrumentation(), new ExchangeInstrumentation(), new BodyInstrumentation());
  }

  private static final class FilterInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("com.sun.net.httpserver.Filter$Chain");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("doFilter").takes("com.sun.net.httpserver.HttpExchange"),
          FilterAdvice.class.getName());
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
          ResponseAdvice.Headers.class.getName());
      advices.on(named("close").takes(0), ResponseAdvice.CloseExchange.class.getName());
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
      advices.on(named("write").takes("int"), ResponseAdvice.WriteByte.class.getName());
      advices.on(named("write").takes("byte[]"), ResponseAdvice.WriteArray.class.getName());
      advices.on(
          named("write").takes("byte[]", "int", "int"), ResponseAdvice.WriteRange.class.getName());
      advices.on(named("close").takes(0), ResponseAdvice.CloseBody.class.getName());
    }
  }
}
