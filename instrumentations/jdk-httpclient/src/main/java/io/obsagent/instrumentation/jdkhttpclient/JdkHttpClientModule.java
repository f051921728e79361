// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdkhttpclient;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.MethodMatch;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** The one implementation of {@code java.net.http.HttpClient}; its facade is passed through. */
public final class JdkHttpClientModule extends InstrumentationModule {
  private static final String REQUEST = "java.net.http.HttpRequest";
  private static final String SENT_REQUEST = "jdk.internal.net.http.HttpRequestImpl";
  private static final String BODY_HANDLER = "java.net.http.HttpResponse$BodyHandler";
  private static final String PUSH_HANDLER = "java.net.http.HttpResponse$PushPromiseHandler";

  public JdkHttpClientModule() {
    super("jdk-httpclient", "java.net.http of JDK 17 and newer");
  }

  @Override
  public String description() {
    return "Client spans of the JDK's HttpClient, with trace context and baggage sent along.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of("jdk.internal.net.http.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new HttpClientInstrumentation(), new RequestInstrumentation());
  }

  private static final class HttpClientInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("jdk.internal.net.http.HttpClientImpl");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("send").takes(REQUEST, BODY_HANDLER), ClientAdvices.Send.class.getName());
      advices.on(
          named("sendAsync").takes(REQUEST, BODY_HANDLER, PUSH_HANDLER),
          ClientAdvices.SendAsync.class.getName());
    }
  }

  /** The JDK's own copy of a request, which nobody but it reads. */
  private static final class RequestInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(SENT_REQUEST);
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          MethodMatch.constructor().takes(REQUEST, "java.net.ProxySelector"),
          RequestAdvices.Copy.class.getName());
      advices.on(
          MethodMatch.constructor().takesFirst("java.net.URI", "java.lang.String", SENT_REQUEST),
          RequestAdvices.CopyAgain.class.getName());
      advices.on(named("getUserHeaders").takes(0), RequestAdvices.Headers.class.getName());
    }
  }
}
