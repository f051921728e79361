// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.apachehttpclient5;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.MethodMatch;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** All ways to send a request lead through {@code doExecute} of a few clients. */
public final class ApacheHttpClientModule extends InstrumentationModule {
  private static final String CLASSIC = "org.apache.hc.client5.http.impl.classic.";
  private static final String ASYNC = "org.apache.hc.client5.http.impl.async.";
  private static final String TARGET = "org.apache.hc.core5.http.HttpHost";

  public ApacheHttpClientModule() {
    super("apache-httpclient-5", "Apache HttpClient 5.0–5.6");
  }

  @Override
  public String description() {
    return "Client spans of Apache HttpClient 5, classic and asynchronous, with trace context and"
        + " baggage sent along.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of(
        "org.apache.hc.client5.http.impl.IdleConnectionEvictor", "org.apache.hc.core5.reactor.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new Advised(
            TypeMatch.named(CLASSIC + "InternalHttpClient", CLASSIC + "MinimalHttpClient"),
            named("doExecute").takesFirst(TARGET, "org.apache.hc.core5.http.ClassicHttpRequest"),
            ClassicAdvices.Execute.class.getName()),
        new Advised(
            TypeMatch.named("org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection"),
            named("sendRequestHeader").takes("org.apache.hc.core5.http.ClassicHttpRequest"),
            ClassicAdvices.SendHeader.class.getName()),
        new Advised(
            TypeMatch.named(
                ASYNC + "InternalAbstractHttpAsyncClient",
                ASYNC + "AbstractMinimalHttpAsyncClientBase"),
            named("doExecute")
                .takes(
                    TARGET,
                    "org.apache.hc.core5.http.nio.AsyncRequestProducer",
                    "org.apache.hc.core5.http.nio.AsyncResponseConsumer",
                    null,
                    null,
                    "org.apache.hc.core5.concurrent.FutureCallback"),
            AsyncAdvices.Execute.class.getName()));
  }

  private record Advised(TypeMatch type, MethodMatch method, String advice)
      implements TypeInstrumentation {
    @Override
    public void advise(Advices advices) {
      advices.on(method, advice);
    }
  }
}
