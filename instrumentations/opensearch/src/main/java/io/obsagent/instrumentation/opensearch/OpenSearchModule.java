// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.opensearch;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** OpenSearch's clients, where a call has become a method and a path. */
public final class OpenSearchModule extends InstrumentationModule {
  static final String SYSTEM = "opensearch";

  private static final String CLIENT = "org.opensearch.client.";
  private static final String TRANSPORT = CLIENT + "transport.";

  public OpenSearchModule() {
    super("opensearch", "OpenSearch clients 2.0–3.9");
  }

  @Override
  public String description() {
    return "Spans and durations of calls of OpenSearch, by operation and index, above the HTTP"
        + " requests that they make.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new RestInstrumentation(), new TransportInstrumentation());
  }

  private static final class RestInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(CLIENT + "RestClient");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("performRequest").takes(CLIENT + "Request"), RestAdvices.Call.class.getName());
      advices.on(
          named("performRequestAsync").takes(CLIENT + "Request", CLIENT + "ResponseListener"),
          RestAdvices.Begin.class.getName());
    }
  }

  private static final class TransportInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(TRANSPORT + "httpclient5.ApacheHttpClient5Transport");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("performRequestAsync").takes(null, TRANSPORT + "Endpoint", null),
          TransportAdvices.Begin.class.getName());
    }
  }
}
