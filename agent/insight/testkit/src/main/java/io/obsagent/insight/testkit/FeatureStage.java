// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.testkit;

import io.obsagent.insight.Cycle;
import io.obsagent.insight.Insight;
import io.obsagent.insight.alert.Alerts;
import io.obsagent.insight.api.Endpoints;
import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.promql.Engine;
import io.obsagent.insight.promql.EngineOptions;
import io.obsagent.insight.series.SeriesStore;
import io.obsagent.insight.series.StoreOptions;
import io.obsagent.spi.http.Handler;
import io.obsagent.spi.http.Request;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.MetricFamily;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands around a feature under test: a store, a cycle by a clock that the test holds, metrics
 * that the test puts in, and the feature's addresses. For one thread.
 */
public final class FeatureStage implements AutoCloseable {
  public static final Instant START = Instant.parse("2026-11-28T10:00:00Z");

  private static final Duration INTERVAL = Duration.ofSeconds(15);

  private final Map<String, Handler> routes = new HashMap<>();
  private final Map<String, MetricFamily> families = new LinkedHashMap<>();
  private final SeriesStore store;
  private final Cycle cycle;
  private Instant now = START;

  public FeatureStage() {
    store = SeriesStore.open(StoreOptions.defaults(), now.toEpochMilli(), line -> {});
    cycle =
        new Cycle(
            new Cycle.Parts(
                store,
                List.of(this::metrics),
                Labels.of("job", "shop", "instance", "host"),
                List::of,
                INTERVAL,
                () -> now,
                line -> {}));
  }

  public SeriesStore store() {
    return store;
  }

  public Cycle cycle() {
    return cycle;
  }

  public Instant now() {
    return now;
  }

  /**
   * What a feature begins with.
   *
   * @param directory for its files; null for none
   */
  public Insight insight(@Nullable Path directory) {
    return new Insight(store, new Engine(EngineOptions.defaults()), cycle, new Alerts(), directory);
  }

  /** Takes the addresses of a feature; those of one that begins anew take the others' place. */
  public Endpoints endpoints() {
    return new Endpoints(
        (method, path, access, handler) -> routes.put(method + ' ' + path, handler), () -> {});
  }

  /** What was put in. */
  public List<MetricFamily> metrics() {
    return List.copyOf(families.values());
  }

  /** Sets a series. */
  public void put(MetricDefinition definition, MetricFamily.Point point) {
    MetricFamily before = families.get(definition.name());
    List<MetricFamily.Point> points = new ArrayList<>(before == null ? List.of() : before.points());
    points.removeIf(old -> old.labelValues().equals(point.labelValues()));
    points.add(point);
    families.put(definition.name(), new MetricFamily(definition, points));
  }

  /** An interval passes, in which nothing happens. */
  public Instant tick() {
    return skip(INTERVAL);
  }

  /** Time passes, in which nothing happens. */
  public Instant skip(Duration time) {
    now = now.plus(time);
    return now;
  }

  /** Time passes, with a cycle at its begin, at its end, and each interval between. */
  public void pass(Duration time) {
    for (Instant end = now.plus(time); now.isBefore(end); tick()) {
      cycle.hold();
    }
    cycle.hold();
  }

  /**
   * Asks an address of the feature.
   *
   * @param route method and path
   * @param parameters names and values by turns
   */
  public Response ask(String route, byte[] body, String... parameters) {
    Map<String, List<String>> map = new HashMap<>();
    for (int i = 0; i < parameters.length; i += 2) {
      map.put(parameters[i], List.of(parameters[i + 1]));
    }
    String[] words = route.split(" ");
    return routes.get(route).handle(new Request(words[0], words[1], map, Map.of(), Map.of(), body));
  }

  /** Asks with GET. */
  public Response get(String path, String... parameters) {
    return ask("GET " + path, new byte[0], parameters);
  }

  public static byte[] bytes(Response response) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      response.body().writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  public static String text(Response response) {
    return new String(bytes(response), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    store.close();
  }
}
