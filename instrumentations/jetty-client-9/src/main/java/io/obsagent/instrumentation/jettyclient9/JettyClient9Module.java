// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jettyclient9;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;
import java.util.function.Consumer;

/** A request from {@code send} over redirects to its end, whatever carries it. */
public final class JettyClient9Module extends InstrumentationModule {
  private static final String CLIENT = "org.eclipse.jetty.client.";
  private static final String REQUEST = CLIENT + "api.Request";
  private static final String RESPONSE = CLIENT + "api.Response";
  private static final String LISTENER = RESPONSE + "$CompleteListener";
  private static final String LISTENERS = "java.util.List";

  public JettyClient9Module() {
    super("jetty-client-9", "Jetty client 9.4–11");
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
        new Type(CLIENT + "HttpRequest", JettyClient9Module::request),
        new Type(
            CLIENT + "HttpClient",
            advices ->
                advices.on(
                    named("copyRequest").takes(null, "java.net.URI"),
                    RequestAdvices.Copy.class.getName())),
        new Type(CLIENT + "RequestNotifier", JettyClient9Module::goingOut),
        new Type(CLIENT + "ResponseNotifier", JettyClient9Module::callbacks));
  }

  /** In the first versions of 9.4, a request that is waited for is sent by a way of its own. */
  private static void request(Advices advices) {
    advices.on(named("send").takes(LISTENER), RequestAdvices.Send.class.getName());
    advices.on(
        named("send").takes(CLIENT + "HttpRequest", LISTENER), RequestAdvices.Send.class.getName());
  }

  private static void goingOut(Advices advices) {
    advices.on(named("notifyHeaders").takes(REQUEST), RequestAdvices.Headers.class.getName());
    advices.on(named("notifyCommit").takes(REQUEST), RequestAdvices.Commit.class.getName());
  }

  private static void callbacks(Advices advices) {
    advices.on(
        named("notifyBegin", "notifyHeaders", "notifyContent", "notifySuccess", "notifyFailure")
            .takesFirst(LISTENERS, RESPONSE),
        ResponseAdvices.Notify.class.getName());
    advices.on(
        named("notifyBeforeContent", "notifyContent").takesFirst(RESPONSE),
        ResponseAdvices.NotifyContent.class.getName());
    advices.on(
        named("notifyComplete").takes(LISTENERS, CLIENT + "api.Result"),
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
