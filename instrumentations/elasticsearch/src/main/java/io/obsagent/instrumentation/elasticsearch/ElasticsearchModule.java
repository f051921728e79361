// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.elasticsearch;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** Elasticsearch's low-level clients, at their only two methods. */
public final class ElasticsearchModule extends InstrumentationModule {
  static final String SYSTEM = "elasticsearch";

  private static final String REST = "org.elasticsearch.client.";
  private static final String REST5 = "co.elastic.clients.transport.rest5_client.low_level.";

  public ElasticsearchModule() {
    super("elasticsearch", "Elasticsearch clients 7.10–9.5");
  }

  @Override
  public String description() {
    return "Spans and durations of calls of Elasticsearch, by operation and index, above the HTTP"
        + " requests that they make.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new RestInstrumentation(), new Rest5Instrumentation(), new OwnSpans());
  }

  private static final class RestInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(REST + "RestClient");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("performRequest").takes(REST + "Request"), RestAdvices.Call.class.getName());
      advices.on(
          named("performRequestAsync").takes(REST + "Request", REST + "ResponseListener"),
          RestAdvices.Begin.class.getName());
    }
  }

  private static final class Rest5Instrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(REST5 + "Rest5Client");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("performRequest").takes(REST5 + "Request"), Rest5Advices.Call.class.getName());
      advices.on(
          named("performRequestAsync").takes(REST5 + "Request", REST5 + "ResponseListener"),
          Rest5Advices.Begin.class.getName());
    }
  }

  private static final class OwnSpans implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(
          "co.elastic.clients.transport.instrumentation.OpenTelemetryForElasticsearch");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("getDefault").takes(), OwnSpanAdvices.Default.class.getName());
    }
  }
}
