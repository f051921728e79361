// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.core.testing.MapConfig;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.HistogramPoint;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import io.obsagent.spi.metrics.MetricFamily.Point;
import io.obsagent.spi.metrics.MetricFamily.SummaryPoint;
import io.obsagent.spi.metrics.MetricFamily.Type;
import io.obsagent.spi.metrics.Metrics.FamilyReader;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class BridgedRegistriesTest {
  /** A registry of the application: whatever it has now. */
  private static final class App {
    final List<MetricFamily> families = new ArrayList<>();

    App with(String name, Type type, List<String> labels, Point... points) {
      families.add(new MetricFamily(name, "Help.", "", type, labels, List.of(points)));
      return this;
    }
  }

  private enum First implements FamilyReader<App> {
    READER;

    @Override
    public List<MetricFamily> read(App owner) {
      return owner.families;
    }
  }

  private enum Second implements FamilyReader<App> {
    READER;

    @Override
    public List<MetricFamily> read(App owner) {
      return owner.families;
    }
  }

  private final MapConfig config = new MapConfig();

  private static NumberPoint number(double value, String... labels) {
    return new NumberPoint(List.of(labels), value, null);
  }

  private static List<MetricFamily> found(MetricRegistry registry) {
    return registry.collect().stream()
        .filter(family -> !family.name().startsWith("obs_agent_"))
        .toList();
  }

  @Test
  void whatARegistryHasIsReadWhenMetricsAreCollected() {
    MetricRegistry registry = new MetricRegistry(config);
    App app = new App();
    registry.bridge(app, First.READER);
    assertThat(found(registry)).isEmpty();
    SummaryPoint summary = new SummaryPoint(List.of(), new double[] {0.5}, new double[] {2}, 3, 7);
    app.with("orders_total", Type.COUNTER, List.of("b", "a"), number(2, "y", "x"))
        .with("load", Type.UNKNOWN, List.of(), number(0.5))
        .with("work_seconds", Type.SUMMARY, List.of(), summary);
    List<MetricFamily> found = found(registry);
    assertThat(found)
        .extracting(MetricFamily::name)
        .containsExactly("orders_total", "load", "work_seconds");
    assertThat(found.get(0).labelNames()).containsExactly("a", "b");
    assertThat(found.get(0).points()).containsExactly(number(2, "x", "y"));
    assertThat(((SummaryPoint) found.get(2).points().get(0)).count()).isEqualTo(3);
  }

  @Test
  void aNameOfTheAgentsStaysTheAgents() {
    MetricRegistry registry = new MetricRegistry(config);
    registry
        .counter(MetricDefinition.counter("http_requests_total", "The agent's."))
        .labels()
        .add(1);
    registry
        .histogram(MetricDefinition.histogram("work_seconds", "The agent's.", 1))
        .labels()
        .record(1);
    App app =
        new App()
            .with("http_requests_total", Type.COUNTER, List.of("uri"), number(7, "/"))
            .with("work_seconds_count", Type.GAUGE, List.of(), number(3));
    registry.bridge(app, First.READER);
    assertThat(found(registry))
        .extracting(MetricFamily::name)
        .containsExactly(
            "http_requests_total",
            "work_seconds",
            "app_http_requests_total",
            "app_work_seconds_count");
    assertThat(found(registry).get(0).points()).containsExactly(number(1));
    Reference.reachabilityFence(app);
  }

  @Test
  void aNameOfTwoTypesStaysTheFirstOnes() {
    MetricRegistry registry = new MetricRegistry(config);
    App app =
        new App()
            .with("orders_total", Type.COUNTER, List.of(), number(7))
            .with("orders", Type.GAUGE, List.of(), number(3));
    registry.bridge(app, First.READER);
    assertThat(found(registry)).extracting(MetricFamily::name).containsExactly("orders_total");
    Reference.reachabilityFence(app);
  }

  @Test
  void registriesOfOneLibraryAreAddedUp() {
    MetricRegistry registry = new MetricRegistry(config);
    double[] bounds = {1};
    App one =
        new App()
            .with("orders_total", Type.COUNTER, List.of("a"), number(7, "x"), number(1, "z"))
            .with(
                "work_seconds",
                Type.HISTOGRAM,
                List.of(),
                new HistogramPoint(
                    List.of(), bounds, new long[] {1, 2}, 3, new MetricFamily.Exemplar[0]));
    App two =
        new App()
            .with("orders_total", Type.COUNTER, List.of("a"), number(3, "x"), number(5, "y"))
            .with(
                "work_seconds",
                Type.HISTOGRAM,
                List.of(),
                new HistogramPoint(
                    List.of(), bounds, new long[] {4, 4}, 1, new MetricFamily.Exemplar[0]));
    registry.bridge(one, First.READER);
    registry.bridge(two, First.READER);
    List<MetricFamily> found = found(registry);
    assertThat(found.get(0).points())
        .containsExactly(number(10, "x"), number(1, "z"), number(5, "y"));
    HistogramPoint work = (HistogramPoint) found.get(1).points().get(0);
    assertThat(work.cumulativeCounts()).containsExactly(5, 6);
    assertThat(work.sum()).isEqualTo(4);
    Reference.reachabilityFence(List.of(one, two));
  }

  @Test
  void oneLibraryThatShowsAnothersNumbersCountsNothingTwice() {
    MetricRegistry registry = new MetricRegistry(config);
    App one = new App().with("orders_total", Type.COUNTER, List.of("a", "b"), number(7, "x", "y"));
    App two =
        new App()
            .with(
                "orders_total",
                Type.COUNTER,
                List.of("b", "a"),
                number(7, "y", "x"),
                number(2, "q", "r"));
    registry.bridge(one, First.READER);
    registry.bridge(two, Second.READER);
    assertThat(found(registry).get(0).points())
        .containsExactly(number(7, "x", "y"), number(2, "r", "q"));
    Reference.reachabilityFence(List.of(one, two));
  }

  @Test
  void otherLabelsUnderOneNameAreAFamilyOfTheirOwn() {
    MetricRegistry registry = new MetricRegistry(config);
    App app =
        new App()
            .with("orders_total", Type.COUNTER, List.of("a"), number(7, "x"))
            .with("orders_total", Type.COUNTER, List.of("b"), number(3, "x"));
    registry.bridge(app, First.READER);
    assertThat(found(registry))
        .extracting(MetricFamily::labelNames)
        .containsExactly(List.of("a"), List.of("b"));
    Reference.reachabilityFence(app);
  }

  @Test
  void seriesAreBounded() {
    config.with("metrics.max-series", "10");
    MetricRegistry registry = new MetricRegistry(config);
    Point[] points = new Point[12];
    for (int i = 0; i < points.length; i++) {
      points[i] = number(i, "x".repeat(300) + i);
    }
    points[11] = number(1, "one", "too many labels");
    App app = new App().with("orders_total", Type.COUNTER, List.of("a"), points);
    App other = new App();
    for (int i = 0; i < 11; i++) {
      other.with("sold_total", Type.COUNTER, List.of("a"), number(i, "x" + i));
    }
    registry.bridge(app, First.READER);
    registry.bridge(other, First.READER);
    List<MetricFamily> found = found(registry);
    assertThat(found.get(0).points()).as("cut to one value").hasSize(1);
    assertThat(found.get(1).points()).hasSize(10);
    assertThat(registry.counter(MetricRegistry.DROPPED).snapshot().points())
        .contains(number(1, "metrics", "series_limit"));
    Reference.reachabilityFence(List.of(app, other));
  }

  @Test
  void whatThrowsIsLeftOutAlone() {
    MetricRegistry registry = new MetricRegistry(config);
    App app = new App().with("orders_total", Type.COUNTER, List.of(), number(7));
    FamilyReader<App> broken =
        owner -> {
          throw new NoClassDefFoundError("gone");
        };
    registry.bridge(app, broken);
    registry.bridge(app, First.READER);
    assertThat(found(registry)).extracting(MetricFamily::name).containsExactly("orders_total");
    Reference.reachabilityFence(List.of(app, broken));
  }

  @Test
  void aRegistryThatIsGoneTakesItsMetricsAlong() throws Exception {
    MetricRegistry registry = new MetricRegistry(config);
    registry.bridge(
        new App().with("orders_total", Type.COUNTER, List.of(), number(7)), First.READER);
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (!found(registry).isEmpty()) {
      assertThat(System.nanoTime()).as("still held").isLessThan(deadline);
      System.gc();
      Thread.sleep(5);
    }
  }

  @Test
  void aGaugeThatHangsHoldsUpNobodyForLong() throws Exception {
    BridgedRegistries bridges = new BridgedRegistries(100);
    CountDownLatch hang = new CountDownLatch(1);
    App app = new App().with("orders_total", Type.COUNTER, List.of(), number(7));
    bridges.add(app, First.READER);
    awaitRead(bridges, 1);
    FamilyReader<App> hanging =
        owner -> {
          try {
            hang.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return List.of();
        };
    bridges.add(app, hanging);
    assertThat(bridges.read()).as("what was read last").hasSize(1);
    assertThat(bridges.read()).as("with no second thread").hasSize(1);
    hang.countDown();
    awaitRead(bridges, 2);
    Reference.reachabilityFence(List.of(app, hanging));
  }

  private static void awaitRead(BridgedRegistries bridges, int registries) {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (bridges.read().size() < registries) {
      assertThat(System.nanoTime()).isLessThan(deadline);
    }
  }
}
