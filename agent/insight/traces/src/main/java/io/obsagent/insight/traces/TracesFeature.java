// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.traces;

import io.obsagent.insight.Feature;
import io.obsagent.insight.Insight;
import io.obsagent.insight.api.ApiException;
import io.obsagent.insight.api.Endpoints;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.service.AgentContext;
import io.obsagent.spi.telemetry.Telemetry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code /monitoring/traces} and what is below it: finished traces, found and explained.
 * Thread-safe.
 */
public final class TracesFeature implements Feature {
  static final String PATH = "/monitoring/traces";
  private static final int MEBI = 20;

  private volatile @Nullable StoreConsumer consumer;
  private volatile String service = "unknown";

  @Override
  public String name() {
    return "traces";
  }

  @Override
  public List<Option<?>> options() {
    return TraceOptions.ALL;
  }

  @Override
  public List<String> paths() {
    return List.of(PATH);
  }

  @Override
  public void prepare(AgentContext context) {
    if (context.config().get(TraceOptions.ENABLED)) {
      StoreConsumer made =
          new StoreConsumer((long) context.config().get(TraceOptions.MEMORY_MB) << MEBI);
      begin(made, context.resource().getOrDefault("service.name", "unknown"));
      Telemetry.provider().addSpanConsumer("trace-store", made);
    }
  }

  /** Begins without the rest of the agent. */
  void begin(StoreConsumer made, String serviceName) {
    service = serviceName;
    consumer = made;
  }

  @Override
  public void routes(Endpoints endpoints) {
    new TraceEndpoints(this::store, service).add(endpoints);
  }

  private @Nullable TraceStore store() {
    StoreConsumer known = consumer;
    if (known == null) {
      throw new ApiException(
          503, "unavailable", "no traces are kept: traces.store.enabled is false");
    }
    return known.store();
  }

  @Override
  public void start(Insight insight, AgentContext context) {}

  @Override
  public void cycle(long timeMillis) {
    StoreConsumer known = consumer;
    if (known != null) {
      known.store(); // decides what no span came after
    }
  }

  @Override
  public void close() {}
}
