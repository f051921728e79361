// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdkhttpserver;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** The JDK's server: each exchange passes the authentication filter first, and once. */
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
    return List.of(new FilterInstrumentation(), new ExchangeInstrumentation());
  }

  private static final class FilterInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("sun.net.httpserver.AuthFilter");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("doFilter").takesFirst("com.sun.net.httpserver.HttpExchange"),
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
      advices.on(named("sendResponseHeaders").takes("int", "long"), AnsweredAdvice.class.getName());
      advices.on(named("close").takes(0), AnsweredAdvice.class.getName());
    }
  }
}
