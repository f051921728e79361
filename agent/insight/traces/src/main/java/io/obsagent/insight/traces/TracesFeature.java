// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.traces;

import io.obsagent.insight.Feature;
import io.obsagent.insight.Insight;
import io.obsagent.insight.api.ApiException;
import io.obsagent.insight.api.Endpoints;
import io.obsagent.spi.config.HeapBudget;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.service.AgentContext;
import io.obsagent.spi.telemetry.Telemetry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code /monitoring/traces} and what is below it: finished traces, found and explained; {@code
 * /monitoring/map}: who calls whom; {@code /monitoring/routes/breakdown}. Thread-safe.
 */
public final class TracesFeature implements Feature {
  static final String PATH = "/monitoring/traces";
  static final String MAP = "/monitoring/map";
  static final String BREAKDOWN = "/monitoring/routes/breakdown";

  private volatile @Nullable StoreConsumer consumer;
  private volatile @Nullable Insight insight;
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
    return List.of(PATH, MAP, BREAKDOWN);
  }

  @Override
  public void prepare(AgentContext context) {
    service = context.resource().getOrDefault("service.name", "unknown");
    if (context.config().get(TraceOptions.ENABLED)) {
      StoreConsumer made =
          new StoreConsumer(
              HeapBudget.bytes(context.config(), TraceOptions.MEMORY_MB), context.metrics());
      consumer = made;
      Telemetry.provider().addSpanConsumer("trace-store", made);
    }
  }

  /** Begins without the rest of the agent. */
  void begin(StoreConsumer made, String serviceName, @Nullable Insight started) {
    service = serviceName;
    consumer = made;
    insight = started;
  }

  @Override
  public void routes(Endpoints endpoints) {
    new TraceEndpoints(this::store, () -> insight, service).add(endpoints);
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
  public void start(Insight started, AgentContext context) {
    insight = started;
  }

  @Override
  public void cycle(long timeMillis) {
    StoreConsumer known = consumer;
    if (known != null) {
      known.cycle();
    }
  }

  @Override
  public void close() {}
}
