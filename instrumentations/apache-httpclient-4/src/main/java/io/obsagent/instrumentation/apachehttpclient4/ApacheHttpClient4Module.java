// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.apachehttpclient4;

import static io.obsagent.spi.MethodMatch.constructor;
import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.MethodMatch;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/**
 * All ways to send a request lead through {@code doExecute} of three blocking clients, or {@code
 * execute} of two asynchronous ones.
 */
public final class ApacheHttpClient4Module extends InstrumentationModule {
  private static final String CLIENT = "org.apache.http.impl.client.";
  private static final String ASYNC = "org.apache.http.impl.nio.client.";
  private static final String PRODUCER = "org.apache.http.nio.protocol.HttpAsyncRequestProducer";
  private static final String REQUEST = "org.apache.http.HttpRequest";

  public ApacheHttpClient4Module() {
    super("apache-httpclient-4", "Apache HttpClient 4.3–4.5, HttpAsyncClient 4.0–4.1");
  }

  @Override
  public String description() {
    return "Client spans of Apache HttpClient 4 and HttpAsyncClient 4, and so of Elasticsearch's and"
        + " OpenSearch's clients, with trace context and baggage sent along.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of(
        "org.apache.http.impl.client.IdleConnectionEvictor",
        "org.apache.http.impl.nio.client.",
        "org.apache.http.impl.nio.reactor.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new Advised(
            TypeMatch.named(
                CLIENT + "InternalHttpClient",
                CLIENT + "MinimalHttpClient",
                CLIENT + "AbstractHttpClient"),
            named("doExecute").takesFirst("org.apache.http.HttpHost", REQUEST),
            CallAdvices.Execute.class.getName()),
        new Advised(
            TypeMatch.named(
                "org.apache.http.impl.DefaultBHttpClientConnection",
                "org.apache.http.impl.AbstractHttpClientConnection"),
            named("sendRequestHeader").takes(REQUEST),
            CallAdvices.Send.class.getName()),
        new Advised(
            TypeMatch.named(ASYNC + "InternalHttpAsyncClient", ASYNC + "MinimalHttpAsyncClient"),
            named("execute")
                .takes(
                    PRODUCER,
                    "org.apache.http.nio.protocol.HttpAsyncResponseConsumer",
                    null,
                    "org.apache.http.concurrent.FutureCallback"),
            AsyncAdvices.Execute.class.getName()),
        new Advised(
            TypeMatch.named(
                ASYNC + "DefaultClientExchangeHandlerImpl",
                ASYNC + "MinimalClientExchangeHandlerImpl"),
            constructor().takesFirst(null, PRODUCER),
            AsyncAdvices.NewHandler.class.getName()),
        new Advised(
            TypeMatch.named("org.apache.http.impl.nio.DefaultNHttpClientConnection"),
            named("submitRequest").takes(REQUEST),
            AsyncAdvices.Submit.class.getName()));
  }

  private record Advised(TypeMatch type, MethodMatch method, String advice)
      implements TypeInstrumentation {
    @Override
    public void advise(Advices advices) {
      advices.on(method, advice);
    }
  }
}
