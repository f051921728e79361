// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight;

import io.obsagent.insight.alert.Alerts;
import io.obsagent.insight.api.Endpoints;
import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.promql.Engine;
import io.obsagent.insight.promql.EngineOptions;
import io.obsagent.insight.series.SeriesStore;
import io.obsagent.insight.series.StoreOptions;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.HeapBudget;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.config.Section;
import io.obsagent.spi.diagnostics.Problems;
import io.obsagent.spi.http.Served;
import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.service.AgentContext;
import io.obsagent.spi.service.AgentLoop;
import io.obsagent.spi.service.AgentService;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * The composition root: makes store, engine and cycle, gives them to the features that {@link
 * ServiceLoader} finds, and drives them all on one thread.
 */
public final class InsightService implements AgentService {
  /**
   * Nothing is evaluated in the first seconds of an application, which need the processor for
   * themselves; whoever asks earlier is answered.
   */
  private static final Duration START_DELAY = Duration.ofSeconds(10);

  private static final long LONGEST_WAIT_NANOS = 1_000_000_000L;
  private static final long LONGEST_CLOSE_NANOS = 2_000_000_000L;

  /** Not looked for before somebody asks: where insight is off, that is for its options. */
  private volatile @Nullable List<Feature> features;

  private @Nullable AgentLoop loop;
  private @Nullable Insight insight;

  public InsightService() {}

  InsightService(List<Feature> features) {
    this.features = features;
  }

  private List<Feature> features() {
    List<Feature> known = features;
    if (known == null) {
      known = found();
      features = known;
    }
    return known;
  }

  private static List<Feature> found() {
    List<Feature> found = new ArrayList<>();
    for (Feature feature :
        ServiceLoader.load(Feature.class, InsightService.class.getClassLoader())) {
      int place = found.size();
      while (place > 0 && found.get(place - 1).order() > feature.order()) {
        place--;
      }
      found.add(place, feature);
    }
    return List.copyOf(found);
  }

  @Override
  public List<Option<?>> options() {
    List<Option<?>> options = new ArrayList<>(InsightOptions.ALL);
    for (Feature feature : features()) {
      options.addAll(feature.options());
    }
    return options;
  }

  @Override
  public List<Section<?>> sections() {
    List<Section<?>> sections = new ArrayList<>();
    for (Feature feature : features()) {
      sections.addAll(feature.sections());
    }
    return sections;
  }

  @Override
  public synchronized String start(AgentContext context) {
    if (context.config().get(InsightOptions.ENABLED)) {
      check(context.config());
      for (Feature feature : features()) {
        serve(feature, context);
        prepare(feature, context);
      }
      loop = new AgentLoop("insight", () -> turn(context)).start(START_DELAY);
    }
    return "";
  }

  @Override
  public void check(Config config) {
    if (config.get(InsightOptions.ENABLED)) {
      features().forEach(feature -> check(feature, config));
    }
  }

  private void serve(Feature feature, AgentContext context) {
    context
        .served()
        .add(
            new Served(
                feature.paths(),
                routes -> feature.routes(new Endpoints(routes, () -> insight(context)))));
  }

  private static void check(Feature feature, Config config) {
    try {
      feature.check(config);
    } catch (RuntimeException e) {
      AgentLog.error(feature.getClass().getSimpleName() + " cannot check its files", e);
    }
  }

  private static void prepare(Feature feature, AgentContext context) {
    try {
      feature.prepare(context);
    } catch (RuntimeException e) {
      AgentLog.error(feature.getClass().getSimpleName() + " cannot prepare itself", e);
    }
  }

  /** Begins at the first call, be it the thread's or a request's. */
  private synchronized Insight insight(AgentContext context) {
    if (insight == null) {
      Insight fresh = open(context);
      context.metrics().register(fresh.cycle());
      for (Feature feature : features()) {
        try {
          feature.start(fresh, context);
          fresh.cycle().add(feature::cycle);
        } catch (Throwable e) {
          AgentLog.error(feature.name() + " does not start", e);
          Problems.add(
              feature.name(),
              feature.name() + " does not work until the next start, the log says more: " + e);
          AgentLoop.died(feature.name(), e);
        }
      }
      insight = fresh;
      if (loop != null) {
        loop.wake();
      }
    }
    return insight;
  }

  private static Insight open(AgentContext context) {
    Config config = context.config();
    String path = config.get(InsightOptions.DATA_DIRECTORY);
    Path directory = directory(path);
    StoreOptions options =
        StoreOptions.defaults()
            .withInterval(config.get(InsightOptions.INTERVAL))
            .withMemoryBytes(HeapBudget.bytes(config, InsightOptions.MEMORY_MB))
            .withDiskBytes((long) config.get(InsightOptions.DISK_MB) << 20);
    if (directory != null) {
      options = options.withDirectory(directory.resolve("series"));
    }
    SteadyClock clock = SteadyClock.system(AgentLog::warn);
    SeriesStore store =
        SeriesStore.open(options, clock.millis(), told -> Problems.add("series", told));
    Map<String, String> resource = context.resource();
    Labels self =
        Labels.of(
            "job", resource.getOrDefault("service.name", "unknown"),
            "instance", resource.getOrDefault("host.name", "localhost"));
    Cycle cycle =
        new Cycle(
            new Cycle.Parts(
                store,
                List.of(context.metrics()),
                self,
                List::of,
                config.get(InsightOptions.INTERVAL),
                clock,
                AgentLog::warn));
    return new Insight(store, new Engine(EngineOptions.defaults()), cycle, new Alerts(), directory);
  }

  private static @Nullable Path directory(String path) {
    try {
      return path.isEmpty() ? null : Path.of(path);
    } catch (InvalidPathException e) {
      Problems.add(
          InsightOptions.DATA_DIRECTORY.key(),
          "data.directory: nothing is kept over a restart, this is no path: " + e.getMessage());
      return null;
    }
  }

  private long turn(AgentContext context) {
    Cycle cycle = insight(context).cycle();
    if (cycle.untilDue().compareTo(Duration.ZERO) <= 0) {
      cycle.hold();
    }
    return Math.min(LONGEST_WAIT_NANOS, cycle.untilDue().toNanos());
  }

  @Override
  public void close() {
    AgentLoop running;
    Insight open;
    synchronized (this) {
      running = loop;
      open = insight;
    }
    if (running != null) {
      running.close();
      running.join(System.nanoTime() + LONGEST_CLOSE_NANOS, () -> {});
    }
    List<Feature> known = features;
    if (known != null) {
      known.forEach(Feature::close);
    }
    if (open != null) {
      open.store().close();
    }
  }
}
