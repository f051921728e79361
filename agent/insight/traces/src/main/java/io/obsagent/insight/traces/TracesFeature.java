// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.traces;

import io.obsagent.insight.Feature;
import io.obsagent.insight.Insight;
import io.obsagent.insight.api.ApiException;
import io.obsagent.insight.api.Endpoints;
import io.obsagent.spi.config.HeapBudget;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.diagnostics.Problems;
import io.obsagent.spi.service.AgentContext;
import io.obsagent.spi.telemetry.Telemetry;
import java.nio.file.Path;
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
  private volatile @Nullable TraceDisk disk;
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
    new TraceEndpoints(this::search, () -> insight, service).add(endpoints);
  }

  private TraceSearch search() {
    StoreConsumer known = consumer;
    if (known == null) {
      throw new ApiException(
          503, "unavailable", "no traces are kept: traces.store.enabled is false");
    }
    return new TraceSearch(known.store(), disk);
  }

  @Override
  public void start(Insight started, AgentContext context) {
    insight = started;
    int megabytes = context.config().get(TraceOptions.DISK_MB);
    Path directory = started.dataDirectory();
    if (megabytes > 0 && directory == null) {
      Problems.add(
          TraceOptions.DISK_MB.key(),
          TraceOptions.DISK_MB.key() + ": traces are kept in memory only: set data.directory");
    } else if (megabytes > 0 && consumer != null) {
      keepOn(TraceDisk.open(directory.resolve("traces"), (long) megabytes << 20));
    }
  }

  /** From now on traces go to files, too. */
  void keepOn(@Nullable TraceDisk opened) {
    disk = opened;
  }

  @Override
  public void cycle(long timeMillis) {
    StoreConsumer known = consumer;
    if (known != null) {
      known.cycle();
      write(known, timeMillis, false);
    }
  }

  private void write(StoreConsumer known, long timeMillis, boolean last) {
    TraceDisk opened = disk;
    TraceStore store = opened == null ? null : known.store();
    if (opened != null && store != null) {
      store.keepEvicted();
      opened.write(store, timeMillis, last);
    }
  }

  @Override
  public void close() {
    TraceDisk opened = disk;
    StoreConsumer known = consumer;
    if (opened != null) {
      if (known != null) {
        write(known, System.currentTimeMillis(), true);
      }
      disk = null;
      opened.close();
    }
  }
}
