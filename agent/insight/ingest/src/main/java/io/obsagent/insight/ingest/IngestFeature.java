// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.ingest;

import io.obsagent.insight.Feature;
import io.obsagent.insight.Insight;
import io.obsagent.insight.api.ApiException;
import io.obsagent.insight.api.Endpoints;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.metrics.Metrics;
import io.obsagent.spi.service.AgentContext;
import io.obsagent.spi.telemetry.Telemetry;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes what other processes bring: a job, a script, a sidecar. Thread-safe. */
public final class IngestFeature implements Feature {
  static final Option<Duration> TTL =
      Option.duration(
          "ingest.ttl",
          "24h",
          "10s",
          "720h",
          "How long metrics that were pushed stay when nothing more comes of their group.");

  /** Held here, as the registry of metrics does not; made when somebody asks for a route. */
  private @Nullable PushStore store;

  private volatile @Nullable Metrics metrics;
  private volatile @Nullable Config config;

  /** Null for the agent's exporters. */
  private volatile @Nullable Consumer<FinishedSpan> spans;

  @Override
  public String name() {
    return "ingest";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(TTL);
  }

  @Override
  public List<String> paths() {
    return List.of(
        "/monitoring/metrics",
        "/metrics/job",
        "/v1",
        "/monitoring/operations",
        "/monitoring/analytics/datapoints");
  }

  @Override
  public void routes(Endpoints endpoints) {
    PushStore made = new PushStore(System::currentTimeMillis, this::show);
    Ingested ingested = new Ingested(this::metrics);
    Consumer<FinishedSpan> sink = this::send;
    new PushEndpoints(made, ingested, this::ttl).addTo(endpoints);
    new OtlpEndpoints(made, sink, ingested, this::ttl).addTo(endpoints);
    new OutsideOperations(this::metrics, sink, ingested, System::currentTimeMillis)
        .addTo(endpoints);
    synchronized (this) {
      store = made;
    }
  }

  private void send(FinishedSpan span) {
    Consumer<FinishedSpan> known = spans;
    if (known == null) {
      Telemetry.provider().submit(span);
    } else {
      known.accept(span);
    }
  }

  private void show(PushStore pushed) {
    metrics().bridge(pushed, PushStore.Reader.INSTANCE);
  }

  private Metrics metrics() {
    Metrics known = metrics;
    if (known == null) {
      throw new ApiException(503, "unavailable", "not started; the agent's log says why");
    }
    return known;
  }

  private Duration ttl() {
    Config known = config;
    return known == null ? Duration.ofDays(1) : known.get(TTL);
  }

  @Override
  public void start(Insight insight, AgentContext context) {
    begin(context.metrics(), context.config(), null);
  }

  /** Begins without the rest of the agent. */
  void begin(Metrics known, Config options, @Nullable Consumer<FinishedSpan> sink) {
    config = options;
    spans = sink;
    metrics = known;
  }

  @Override
  public synchronized void close() {
    store = null;
  }
}
