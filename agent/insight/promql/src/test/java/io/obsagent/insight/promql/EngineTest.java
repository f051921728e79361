// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.promql.EvaluationException.Kind;
import io.obsagent.insight.series.Samples;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EngineTest {
  private final ScriptStorage storage = new ScriptStorage();
  private final Engine engine = new Engine(EngineOptions.defaults());

  private void load(String series) {
    storage.add(SeriesNotation.parse(series), 60_000, false);
  }

  private QueryResult.Vector vector(String expr, long time) {
    return (QueryResult.Vector) engine.instant(storage, PromqlParser.parse(expr), time);
  }

  @Test
  void theNameIsDroppedByTheFunctionThatDropsIt() {
    load("a_total{x=\"1\"} 0+60x10");
    load("b_total{x=\"1\"} 0+60x10");
    assertThat(vector("rate(a_total[5m])", 600_000).samples())
        .containsExactly(new QueryResult.Sample(Labels.of("x", "1"), 600_000, 1));
    assertThatThrownBy(() -> vector("sum by (__name__) (rate({x=\"1\"}[5m]))", 600_000))
        .isInstanceOf(EvaluationException.class)
        .hasMessage("vector cannot contain metrics with the same labelset");
  }

  @Test
  void aRangeSelectorGivesItsSamplesLeftOpen() {
    load("a 1 2 3 4");
    QueryResult result = engine.instant(storage, PromqlParser.parse("a[2m]"), 180_000);
    QueryResult.Series series = ((QueryResult.Matrix) result).series().get(0);
    assertThat(series.timestamps()).containsExactly(120_000, 180_000);
    assertThat(series.values()).containsExactly(3, 4);
  }

  @Test
  void annotationsTellWhatAndWhere() {
    load("requests 0+1x10");
    assertThat(vector("1 +\n  rate(requests[5m])", 600_000).infos())
        .containsExactly(
            "PromQL info: metric might not be a counter, name does not end in"
                + " _total/_sum/_count/_bucket: \"requests\" (2:8)");
  }

  @Test
  void eachSelectorIsReadOnceARangeQuery() {
    load("a 0+1x100");
    AtomicInteger reads = new AtomicInteger();
    engine.range(
        (matchers, from, to, max) -> {
          reads.incrementAndGet();
          return storage.select(matchers, from, to, max);
        },
        PromqlParser.parse("sum(rate(a[5m])) / max_over_time(a[10m:1m])"),
        0,
        6_000_000,
        60_000);
    assertThat(reads).hasValue(2);
  }

  @Test
  void aQueryThatWouldHoldTooMuchFails() {
    load("a 0+1x1000");
    Engine small = new Engine(EngineOptions.defaults().withMaxSamples(100));
    for (String expr :
        List.of("sum(a)", "count_over_time(a[1000m])", "time()", "vector(1)[1d:1s]")) {
      Expr parsed = PromqlParser.parse(expr);
      assertThatThrownBy(
              () -> {
                if (parsed.type() == ValueType.MATRIX) {
                  small.instant(storage, parsed, 60_000_000);
                } else {
                  small.range(storage, parsed, 0, 60_000_000, 60_000);
                }
              })
          .as(expr)
          .isInstanceOfSatisfying(
              EvaluationException.class, e -> assertThat(e.kind()).isEqualTo(Kind.LIMIT))
          .hasMessageStartingWith("query processing would load too many samples into memory");
    }
  }

  @Test
  void aQueryThatTakesTooLongFails() {
    load("a 0+1x1000");
    AtomicLong nanos = new AtomicLong();
    Engine slow =
        new Engine(
            EngineOptions.defaults()
                .withTimeout(
                    Duration.ofSeconds(1), () -> nanos.addAndGet(Duration.ofSeconds(2).toNanos())));
    assertThatThrownBy(
            () ->
                slow.range(
                    storage, PromqlParser.parse("sum_over_time(a[100m])"), 0, 60_000_000, 60_000))
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TIMEOUT))
        .hasMessage("query timed out in expression evaluation");
  }

  @Test
  void aRangeQueryHasAsManyStepsAsItMay() {
    assertThatThrownBy(
            () -> engine.range(storage, PromqlParser.parse("vector(1)"), 0, 11_000_000, 1_000))
        .hasMessage(
            "exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query"
                + " resolution (?step=XX)");
    assertThatThrownBy(() -> engine.range(storage, PromqlParser.parse("a[5m]"), 0, 1, 1))
        .hasMessage(
            "invalid expression type \"range vector\" for range query, must be Scalar or instant"
                + " Vector");
  }

  @Test
  void oneEngineServesManyThreads() {
    load("a_total 0+60x100");
    Expr expr = PromqlParser.parse("sum(rate(a_total[5m])) + avg(avg_over_time(a_total[5m]))");
    List<QueryResult> results =
        IntStream.range(0, 200)
            .parallel()
            .mapToObj(i -> engine.instant(storage.copy(), expr, 600_000))
            .toList();
    assertThat(results).allMatch(results.get(0)::equals);
  }

  @Test
  void aStaleMarkerEndsASeriesAtOnceAndIsNoSampleOfAWindow() {
    load("a 1 stale _ 4");
    assertThat(vector("a", 60_000).samples()).isEmpty();
    assertThat(vector("count_over_time(a[5m])", 180_000).samples())
        .extracting(QueryResult.Sample::value)
        .containsExactly(2.0);
    assertThat(SeriesNotation.parsePoints("stale"))
        .allMatch(p -> Samples.isStale(((SeriesNotation.Point.Value) p).value()));
  }
}
