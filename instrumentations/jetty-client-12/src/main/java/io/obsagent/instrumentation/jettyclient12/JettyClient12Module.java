// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jettyclient12;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;
import java.util.function.Consumer;

/** A request from {@code send} over redirects to its end, whatever carries it. */
public final class JettyClient12Module extends InstrumentationModule {
  private static final String CLIENT = "org.eclipse.jetty.client.";
  private static final String RESPONSE = CLIENT + "Response";

  public JettyClient12Module() {
    super("jetty-client-12", "Jetty client 12.0–12.1");
  }

  @Override
  public String description() {
    return "Client spans of Jetty's HttpClient, by HTTP/1 and HTTP/2, with trace context and baggage"
        + " sent along.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of("org.eclipse.jetty.client.", "org.eclipse.jetty.http2.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new Type(CLIENT + "transport.HttpRequest", JettyClient12Module::request),
        new Type(CLIENT + "transport.ResponseListeners", JettyClient12Module::callbacks));
  }

  private static void request(Advices advices) {
    advices.on(
        named("send").takes(RESPONSE + "$CompleteListener"), RequestAdvices.Send.class.getName());
    advices.on(named("copy").takes("java.net.URI"), RequestAdvices.Copy.class.getName());
    advices.on(named("notifyHeaders").takes(0), RequestAdvices.Headers.class.getName());
    advices.on(named("notifyCommit").takes(0), RequestAdvices.Commit.class.getName());
  }

  private static void callbacks(Advices advices) {
    advices.on(
        named(
                "notifyBegin",
                "notifyHeaders",
                "notifyContentSource",
                "notifySuccess",
                "notifyFailure",
                "emitSuccess",
                "emitFailure")
            .takesFirst(RESPONSE),
        ResponseAdvices.Notify.class.getName());
    advices.on(
        named("notifyComplete", "emitSuccessComplete", "emitFailureComplete")
            .takes(CLIENT + "Result"),
        ResponseAdvices.NotifyComplete.class.getName());
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
