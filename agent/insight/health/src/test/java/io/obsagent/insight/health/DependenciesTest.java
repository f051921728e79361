// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.obsagent.insight.Cycle;
import io.obsagent.insight.Insight;
import io.obsagent.insight.alert.Alerts;
import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.promql.Engine;
import io.obsagent.insight.promql.EngineOptions;
import io.obsagent.insight.series.SeriesStore;
import io.obsagent.insight.series.StoreOptions;
import io.obsagent.spi.health.HealthComponent;
import io.obsagent.spi.health.HealthStatus;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.HistogramPoint;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DependenciesTest {
  private static final Instant START = Instant.parse("2026-11-28T10:00:00Z");
  private static final double[] BOUNDS = {0.1, 1, 10};

  /** By metric and labels: how many fell in each bucket. */
  private final Map<MetricDefinition, Map<List<String>, long[]>> counts = new LinkedHashMap<>();

  private static final MetricDefinition TIMEOUTS =
      MetricDefinition.counter("database_connection_timeouts_total", "Help.")
          .labels("database", "pool");

  private int timeouts;
  private Instant now = START;
  private SeriesStore store;
  private Cycle cycle;
  private Dependencies dependencies;

  @BeforeEach
  void begin() {
    InstantSource clock = () -> now;
    store = SeriesStore.open(StoreOptions.defaults(), now.toEpochMilli(), line -> {});
    cycle =
        new Cycle(
            new Cycle.Parts(
                store,
                List.of(this::collect),
                Labels.of("job", "shop", "instance", "host"),
                List::of,
                Duration.ofSeconds(15),
                clock,
                line -> {}));
    dependencies =
        new Dependencies(
            new Insight(store, new Engine(EngineOptions.defaults()), cycle, new Alerts(), null));
    cycle.add(dependencies::cycle);
  }

  @AfterEach
  void end() {
    store.close();
  }

  private List<MetricFamily> collect() {
    List<MetricFamily> families = new ArrayList<>();
    if (timeouts > 0) {
      families.add(
          new MetricFamily(
              TIMEOUTS,
              List.of(new MetricFamily.NumberPoint(List.of("shop", "main"), timeouts, null))));
    }
    counts.forEach(
        (definition, series) -> {
          List<MetricFamily.Point> points = new ArrayList<>();
          series.forEach(
              (labels, buckets) -> {
                long[] cumulative = buckets.clone();
                for (int i = 1; i < cumulative.length; i++) {
                  cumulative[i] += cumulative[i - 1];
                }
                points.add(
                    new HistogramPoint(
                        labels, BOUNDS, cumulative, 1, new MetricFamily.Exemplar[0]));
              });
          families.add(new MetricFamily(definition, points));
        });
    return families;
  }

  /**
   * @param labels names and values in turns
   */
  private void calls(String metric, int count, int bucket, String... labels) {
    List<String> names = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (int i = 0; i < labels.length; i += 2) {
      names.add(labels[i]);
      values.add(labels[i + 1]);
    }
    MetricDefinition definition =
        MetricDefinition.histogram(metric, "Help.", BOUNDS).labels(names.toArray(String[]::new));
    counts.computeIfAbsent(definition, none -> new LinkedHashMap<>())
            .computeIfAbsent(values, none -> new long[BOUNDS.length + 1])[bucket] +=
        count;
  }

  private void sql(int count, int bucket, String error) {
    calls(
        "database_query_duration_seconds",
        count,
        bucket,
        "system",
        "postgresql",
        "database",
        "shop",
        "error_type",
        error);
  }

  private void pass(Duration time) {
    for (Instant end = now.plus(time); now.isBefore(end); now = now.plusSeconds(15)) {
      cycle.hold();
    }
  }

  private HealthComponent only() {
    assertThat(dependencies.components()).hasSize(1);
    return dependencies.components().get(0);
  }

  @Test
  void aDatabaseIsFoundByItsFirstStatement() {
    pass(Duration.ofMinutes(1));
    assertThat(dependencies.components()).isEmpty();
    sql(4, 0, "");
    pass(Duration.ofSeconds(15));

    assertThat(only().name()).isEqualTo("postgresql shop");
    assertThat(only().kind()).isEqualTo("database");
    assertThat(only().status()).isEqualTo(HealthStatus.HEALTHY);
    assertThat(only().traffic().calls()).isEqualTo(4);
    assertThat(only().traffic().lastSuccessEpochMillis())
        .isEqualTo(START.plusSeconds(60).toEpochMilli());
    assertThat(only().traffic().lastFailureEpochMillis()).isZero();
  }

  @Test
  void theFirstCallsOfASeriesCountWhole() {
    sql(3, 0, "08");
    pass(Duration.ofSeconds(15));

    assertThat(only().status()).isEqualTo(HealthStatus.UNHEALTHY);
    assertThat(only().detail()).isEqualTo("all 3 calls of the last five minutes failed");
  }

  @Test
  void itIsWellAgainWhenItsCallsAreAndForgottenAfterADay() {
    sql(10, 0, "08");
    pass(Duration.ofSeconds(15));
    assertThat(only().status()).isEqualTo(HealthStatus.UNHEALTHY);
    sql(400, 0, "");
    pass(Duration.ofSeconds(15));
    assertThat(only().status()).isEqualTo(HealthStatus.HEALTHY);
    assertThat(only().sinceEpochMillis()).isEqualTo(START.plusSeconds(15).toEpochMilli());

    pass(Duration.ofMinutes(6));
    assertThat(only().status()).isEqualTo(HealthStatus.UNKNOWN);
    assertThat(only().detail()).isEqualTo("not called in the last five minutes");
    assertThat(only().traffic().lastFailureEpochMillis()).isEqualTo(START.toEpochMilli());
    now = START.plus(Duration.ofHours(25));
    pass(Duration.ofSeconds(15));
    assertThat(dependencies.components()).isEmpty();
  }

  @Test
  void whatIsUsualIsTheHourBefore() {
    for (int minute = 0; minute < 30; minute++) {
      sql(50, 0, "");
      pass(Duration.ofMinutes(1));
    }
    assertThat(only().status()).isEqualTo(HealthStatus.HEALTHY);
    assertThat(only().traffic().p95Seconds()).isCloseTo(0.095, within(0.001));

    for (int minute = 0; minute < 6; minute++) {
      sql(50, 2, "");
      pass(Duration.ofMinutes(1));
    }
    assertThat(only().status()).isEqualTo(HealthStatus.DEGRADED);
    assertThat(only().detail()).startsWith("95 % take up to ").endsWith(", usually 95 ms");
  }

  @ParameterizedTest
  @CsvSource({
    "database_query_duration_seconds, system=postgresql;database=shop;error_type=none, false",
    "database_query_duration_seconds, system=postgresql;database=shop;error_type=23, false",
    "database_query_duration_seconds, system=h2;error_type=08, true",
    "database_query_duration_seconds, system=h2;error_type=java.net.SocketException, true",
    "redis_command_duration_seconds, server=r;server_port=6380;error_type=none, false",
    "redis_command_duration_seconds, server=r;server_port=6380;error_type=WRONGTYPE, false",
    "redis_command_duration_seconds, server=r;server_port=;error_type=LOADING, true",
    "redis_command_duration_seconds, server=r;server_port=;error_type=a.JedisConnectionException, true",
    "http_client_request_duration_seconds, host=h;server_port=;status_code=404;error_type=404, false",
    "http_client_request_duration_seconds, host=h;server_port=;status_code=503;error_type=503, true",
    "http_client_request_duration_seconds, host=h;server_port=;status_code=error;error_type=dns, true",
    "http_client_request_duration_seconds, host=h;server_port=;status_code=error;error_type=cancelled, false",
    "rpc_client_duration_seconds, system=grpc;method=a.B/C;status_code=NOT_FOUND, false",
    "rpc_client_duration_seconds, system=grpc;method=a.B/C;status_code=UNAVAILABLE, true",
    "messaging_send_duration_seconds, system=kafka;outcome=success, false",
    "messaging_send_duration_seconds, system=kafka;outcome=error, true",
    "ai_request_duration_seconds, provider=openai;error_type=content_filter, false",
    "ai_request_duration_seconds, provider=openai;error_type=rate_limit, true",
    "mcp_client_operation_duration_seconds, server=files;error_type=tool_error, false",
    "mcp_client_operation_duration_seconds, server=files;error_type=timeout, true",
    "http_request_duration_seconds, status_code=500, true",
    "http_request_duration_seconds, status_code=404, false",
  })
  void anAnswerThatIsAboutTheCallIsOneOfSomethingHealthy(
      String metric, String labels, boolean failed) {
    calls(metric, 5, 0, labels.split("[=;]", -1));
    pass(Duration.ofSeconds(15));

    assertThat(only().traffic().errors()).isEqualTo(failed ? 5 : 0);
  }

  @Test
  void methodsOfOneServiceAreOneComponent() {
    calls(
        "rpc_client_duration_seconds",
        1,
        0,
        "system",
        "grpc",
        "method",
        "a.B/C",
        "status_code",
        "OK");
    calls(
        "rpc_client_duration_seconds",
        1,
        2,
        "system",
        "grpc",
        "method",
        "a.B/D",
        "status_code",
        "OK");
    pass(Duration.ofSeconds(15));

    assertThat(only().name()).isEqualTo("grpc a.B");
    assertThat(only().traffic().calls()).isEqualTo(2);
  }

  @Test
  void thereIsABoundToWhatIsFound() {
    for (int i = 0; i < 600; i++) {
      calls(
          "http_client_request_duration_seconds",
          1,
          0,
          "host",
          "h" + i,
          "server_port",
          "",
          "status_code",
          "200",
          "error_type",
          "");
    }
    pass(Duration.ofSeconds(15));

    assertThat(dependencies.components()).hasSize(500);
  }

  @Test
  void aPoolThatGetsNoConnectionIsAFailureOfItsDatabase() {
    sql(4, 0, "");
    pass(Duration.ofMinutes(10));
    assertThat(only().status()).isEqualTo(HealthStatus.UNKNOWN);
    timeouts = 3;
    pass(Duration.ofSeconds(30));

    assertThat(only().name()).isEqualTo("postgresql shop");
    assertThat(only().status()).isEqualTo(HealthStatus.UNHEALTHY);
    assertThat(only().detail()).isEqualTo("all 3 calls of the last five minutes failed");
  }

  @Test
  void aPoolThatNeverGotAConnectionIsADatabaseToo() {
    timeouts = 5;
    pass(Duration.ofSeconds(30));

    assertThat(only().name()).isEqualTo("database shop");
    assertThat(only().kind()).isEqualTo("database");
    assertThat(only().status()).isEqualTo(HealthStatus.UNHEALTHY);
  }
}
