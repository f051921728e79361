// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events.regression;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.insight.Cycle;
import io.obsagent.insight.Insight;
import io.obsagent.insight.alert.Alerts;
import io.obsagent.insight.events.store.EventStore;
import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.promql.Engine;
import io.obsagent.insight.promql.EngineOptions;
import io.obsagent.insight.series.SeriesStore;
import io.obsagent.insight.series.StoreOptions;
import io.obsagent.spi.event.Event;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.HistogramPoint;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From the metrics of requests, through the series store, to what is told. */
class RegressionWatchTest {
  private static final MetricDefinition REQUESTS =
      MetricDefinition.counter("http_requests_total", "Help.")
          .labels("method", "route", "status_code");

  private static final MetricDefinition DURATION =
      MetricDefinition.histogram("http_request_duration_seconds", "Help.", 0.1, 0.2, 0.4, 0.8)
          .labels("method", "route", "status_code");

  private static final MetricDefinition CPU =
      MetricDefinition.counter("process_cpu_seconds_total", "Help.");

  private static final double[] BOUNDS = {0.1, 0.2, 0.4, 0.8};

  private final Random random = new Random(4);
  private final EventStore events = EventStore.open(null);
  private final long[][] buckets = new long[2][5];
  private final long[] failed = new long[2];
  private double cpu;
  private Instant now = Instant.parse("2026-11-28T10:00:00Z");
  private SeriesStore store;
  private Cycle cycle;
  private RegressionWatch watch;

  @BeforeEach
  void begin() {
    store = SeriesStore.open(StoreOptions.defaults(), now.toEpochMilli(), line -> {});
    cycle =
        new Cycle(
            new Cycle.Parts(
                store,
                List.of(this::metrics),
                Labels.of("job", "shop", "instance", "host"),
                List::of,
                Duration.ofSeconds(15),
                () -> now,
                line -> {}));
    Insight insight =
        new Insight(store, new Engine(EngineOptions.defaults()), cycle, new Alerts(), null);
    watch = new RegressionWatch(insight, events, "shop", Duration.ofMinutes(30));
    cycle.add(watch::cycle);
  }

  @AfterEach
  void end() {
    store.close();
  }

  private List<MetricFamily> metrics() {
    List<MetricFamily.Point> requests = new ArrayList<>();
    List<MetricFamily.Point> durations = new ArrayList<>();
    for (int route = 0; route < 2; route++) {
      long[] cumulative = new long[5];
      long sum = 0;
      for (int i = 0; i < 5; i++) {
        sum += buckets[route][i];
        cumulative[i] = sum;
      }
      List<String> labels = List.of("GET", "/r" + route, "200");
      durations.add(
          new HistogramPoint(labels, BOUNDS, cumulative, 1, new MetricFamily.Exemplar[0]));
      requests.add(new NumberPoint(labels, sum - failed[route], null));
      requests.add(new NumberPoint(List.of("GET", "/r" + route, "500"), failed[route], null));
    }
    return List.of(
        new MetricFamily(REQUESTS, requests),
        new MetricFamily(DURATION, durations),
        new MetricFamily(CPU, List.of(new NumberPoint(List.of(), cpu, null))));
  }

  /** Traffic of 20 requests a second to each route. */
  private void pass(Duration time, double errors, double slowness) {
    for (Instant end = now.plus(time); now.isBefore(end); now = now.plusSeconds(15)) {
      for (int route = 0; route < 2; route++) {
        double share = route == 0 ? errors : 0.01;
        for (int i = 0; i < 300; i++) {
          double seconds =
              0.1 * Math.exp(0.5 * random.nextGaussian()) * (route == 0 ? slowness : 1);
          int bucket = 0;
          while (bucket < 4 && seconds > BOUNDS[bucket]) {
            bucket++;
          }
          buckets[route][bucket]++;
          failed[route] += random.nextDouble() < share ? 1 : 0;
        }
      }
      cpu += 2.4 * (1 + 0.05 * random.nextGaussian());
      cycle.hold();
    }
  }

  private void deploy(String version) {
    events.add(
        new Event(
            "d" + version,
            now.toEpochMilli(),
            "deployment",
            "agent",
            "",
            Map.of(
                "subject",
                version,
                "version",
                version,
                "service",
                "shop",
                "environment",
                "qa",
                "status",
                "success")));
  }

  private List<Event> found() {
    return events.select(event -> event.type().equals("regression"));
  }

  @Test
  void whatADeploymentMadeWorseIsAnEventAndAMetric() {
    pass(Duration.ofHours(2), 0.01, 1);
    deploy("1.1");
    pass(Duration.ofMinutes(34), 0.03, 1.4);
    assertThat(found()).isEmpty();
    pass(Duration.ofMinutes(3), 0.03, 1.4);

    assertThat(found()).hasSize(1);
    Event event = found().get(0);
    assertThat(event.attributes())
        .containsEntry("cause", "1.1")
        .containsEntry("service", "shop")
        .containsEntry("environment", "qa");
    assertThat(String.join("\n", event.attributes().values()))
        .containsPattern("GET /r0: 2\\.\\d\\d % fail, |GET /r0: 3\\.\\d\\d % fail, ")
        .contains("GET /r0: 95 % take up to ")
        .doesNotContain("/r1:")
        .doesNotContain("CPU");
    assertThat(watch.collect().points()).hasSize(1);
    assertThat(watch.collect().points().get(0).labelValues()).containsExactly("shop", "qa", "1.1");

    pass(Duration.ofMinutes(2), 0.03, 1.4);
    assertThat(found()).hasSize(1);
    deploy("1.2");
    assertThat(watch.collect().points()).isEmpty();
  }

  @Test
  void whatStaysAsItIsIsNoFinding() {
    pass(Duration.ofHours(2), 0.01, 1);
    deploy("1.1");
    pass(Duration.ofMinutes(40), 0.01, 1);

    assertThat(found()).isEmpty();
    assertThat(watch.collect().points()).isEmpty();
  }

  @Test
  void withoutEnoughBeforeNothingIsSaid() {
    pass(Duration.ofMinutes(10), 0.01, 1);
    deploy("1.1");
    pass(Duration.ofMinutes(40), 0.2, 3);

    assertThat(found()).isEmpty();
  }
}
