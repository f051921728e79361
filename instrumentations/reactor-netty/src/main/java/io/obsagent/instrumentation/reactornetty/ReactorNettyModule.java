// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.reactornetty;

import static io.obsagent.spi.MethodMatch.constructor;
import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;
import java.util.function.Consumer;

/** A request from its subscription, by way of its connections, to the end of its answer. */
public final class ReactorNettyModule extends InstrumentationModule {
  private static final String CONNECT = "reactor.netty.http.client.HttpClientConnect$";

  public ReactorNettyModule() {
    super("reactor-netty", "Reactor Netty 1.0–1.3");
  }

  @Override
  public String description() {
    return "Client spans of Reactor Netty's HttpClient, and so of Spring's WebClient, with trace"
        + " context and baggage sent along.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of("reactor.netty.resources.", "reactor.pool.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new Type(
            CONNECT + "MonoHttpConnect",
            advices ->
                advices.on(
                    named("subscribe").takes("reactor.core.CoreSubscriber"),
                    ConnectAdvices.Subscribe.class.getName())),
        new Type(
            CONNECT + "HttpClientHandler",
            advices ->
                advices.on(
                    constructor().takes("reactor.netty.http.client.HttpClientConfig"),
                    ConnectAdvices.Begin.class.getName())),
        new Type(
            "reactor.netty.ReactorNetty$CompositeConnectionObserver",
            advices ->
                advices.on(
                    named("onStateChange").takes(2), ConnectionAdvices.Observe.class.getName())),
        new Type(
            "reactor.netty.channel.ChannelOperations",
            advices ->
                advices.on(
                    named("onInboundError").takes("java.lang.Throwable"),
                    ConnectionAdvices.Fail.class.getName())),
        new Type("reactor.netty.http.client.HttpClientOperations", ReactorNettyModule::operations));
  }

  private static void operations(Advices advices) {
    advices.on(
        named("beforeMarkSentHeaders").takes(0), ConnectionAdvices.SendHeaders.class.getName());
    advices.on(named("setNettyResponse").takes(1), ConnectionAdvices.Answer.class.getName());
    advices.on(
        named("afterInboundComplete", "onInboundClose", "onInboundCancel").takes(0),
        ConnectionAdvices.Complete.class.getName());
  }

  private record Type(String name, Consumer<Advices> advice) implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(name);
    }

    @Override
    public void advise(Advices advices) {
      advice.accept(advices);
    }
  }
}
