// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.asynchttpclient;

import static io.obsagent.spi.MethodMatch.constructor;
import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;
import java.util.function.Consumer;

/** A call is its future: it is made with the first request, and done after the last answer. */
public final class AsyncHttpClientModule extends InstrumentationModule {
  private static final String NETTY = "org.asynchttpclient.netty.";
  private static final String FUTURE = NETTY + "NettyResponseFuture";

  public AsyncHttpClientModule() {
    super("asynchttpclient", "AsyncHttpClient 2.1–3.0");
  }

  @Override
  public String description() {
    return "Client spans of AsyncHttpClient, with trace context and baggage sent along.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of("org.asynchttpclient.netty.channel.", "org.asynchttpclient.netty.timeout.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new Type(List.of(FUTURE), AsyncHttpClientModule::future),
        new Type(
            List.of(NETTY + "request.NettyRequestSender"),
            advices ->
                advices.on(
                    named("writeRequest").takes(FUTURE, "io.netty.channel.Channel"),
                    ExchangeAdvices.Write.class.getName())),
        new Type(
            List.of(NETTY + "handler.intercept.Interceptors"),
            advices ->
                advices.on(
                    named("exitAfterIntercept")
                        .takesFirst(
                            null, FUTURE, null, null, "org.asynchttpclient.HttpResponseStatus"),
                    ExchangeAdvices.Answer.class.getName())),
        new Type(
            List.of(
                NETTY + "handler.HttpHandler",
                NETTY + "handler.Http2Handler",
                NETTY + "handler.WebSocketHandler"),
            advices ->
                advices.on(
                    named("handleRead").takes(null, FUTURE, null),
                    ExchangeAdvices.Read.class.getName())));
  }

  private static void future(Advices advices) {
    advices.on(
        constructor().takesFirst("org.asynchttpclient.Request"), FutureAdvices.New.class.getName());
    advices.on(named("done").takes(0), FutureAdvices.Done.class.getName());
    advices.on(named("abort").takes("java.lang.Throwable"), FutureAdvices.Abort.class.getName());
    advices.on(named("cancel").takes("boolean"), FutureAdvices.Cancel.class.getName());
  }

  private record Type(List<String> names, Consumer<Advices> advice) implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(names.toArray(String[]::new));
    }

    @Override
    public void advise(Advices advices) {
      advice.accept(advices);
    }
  }
}
