// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.telemetry.DbCalls;
import io.obsagent.spi.telemetry.DbPools;
import io.obsagent.spi.telemetry.DbStatement;
import io.obsagent.spi.telemetry.DbTarget;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecommendationTest {
  private static DbCalls calls(String summary, long nanos, long loops, int most) {
    DbStatement statement = new DbStatement("text", summary, "SELECT", "orders");
    long[] buckets = new long[DbCalls.BUCKETS];
    return new DbCalls(
        1,
        DbTarget.UNKNOWN_SQL,
        statement,
        0,
        nanos,
        0,
        0,
        loops,
        most,
        null,
        0,
        null,
        buckets,
        DbCalls.Results.NONE,
        DbCalls.Unbounded.NONE);
  }

  @Test
  void statementsThatRunInLoopsAreToldTheDearestFirst() {
    List<DbCalls> statements =
        List.of(
            calls("SELECT a", 10, 3, 12),
            calls("SELECT b", 99, 0, 0),
            calls("SELECT c", 20, 4, 40));
    List<Recommendation> all = Recommendation.ofDatabases(statements, List.of());
    assertThat(all)
        .extracting(Recommendation::subject)
        .containsExactly("statement SELECT c", "statement SELECT a");
    assertThat(all.get(0).finding())
        .isEqualTo("runs in loops (N+1): 4 traces, one of them 40 times");
  }

  @Test
  void statementsOfWhichATwentiethIsSlowAreTold() {
    List<DbCalls> statements =
        List.of(slow(1, 20), slow(1, 21), slow(0, 5), slow(2, 40), slow(3, 3));
    assertThat(Recommendation.ofDatabases(statements, List.of()))
        .extracting(Recommendation::finding)
        .containsExactly(
            "2 of 40 calls took longer than database.slow-query, one of them 1.5 s",
            "1 of 20 calls took longer than database.slow-query, one of them 1.5 s",
            "3 of 3 calls took longer than database.slow-query, one of them 1.5 s");
  }

  @Test
  void whatIsNoTextHasNoPlanToLookAt() {
    DbCalls ofSql = slow(1, 1);
    DbCalls ofStore = slow(DbStatement.of("find", "orders"), 1, 1);
    assertThat(Recommendation.ofDatabases(List.of(ofSql, ofStore), List.of()))
        .extracting(Recommendation::advice)
        .containsExactly(
            "look at its plan: POST /monitoring/database/queries/7/explain, with database.explain",
            "look at its slowest call: /monitoring/database/queries?sort=p95");
  }

  private static DbCalls slow(long slow, long calls) {
    return slow(new DbStatement("text", "SELECT a", "SELECT", "a"), slow, calls);
  }

  private static DbCalls slow(DbStatement statement, long slow, long calls) {
    long[] buckets = new long[DbCalls.BUCKETS];
    buckets[DbCalls.bucketOf(1_500_000_000)] = calls;
    return new DbCalls(
        7,
        DbTarget.UNKNOWN_SQL,
        statement,
        0,
        calls,
        0,
        slow,
        0,
        0,
        null,
        1_500_000_000,
        null,
        buckets,
        DbCalls.Results.NONE,
        DbCalls.Unbounded.NONE);
  }

  private static DbCalls calls(DbCalls.Results results, DbCalls.Unbounded unbounded) {
    DbStatement statement = new DbStatement("text", "SELECT a", "SELECT", "a");
    long[] buckets = new long[DbCalls.BUCKETS];
    return new DbCalls(
        1,
        DbTarget.UNKNOWN_SQL,
        statement,
        0,
        1,
        0,
        0,
        0,
        0,
        null,
        0,
        null,
        buckets,
        results,
        unbounded);
  }

  @Test
  void largeResultsAreToldWithTheTraceOfTheLongest() {
    String trace = "0af7651916cd43dd8448eb211c80319c";
    List<DbCalls> statements =
        List.of(
            calls(new DbCalls.Results(9, 90_000, 2, 48_000, trace), DbCalls.Unbounded.NONE),
            calls(new DbCalls.Results(9, 90_000, 0, 9_999, trace), DbCalls.Unbounded.NONE));
    assertThat(Recommendation.ofDatabases(statements, List.of()))
        .containsExactly(
            new Recommendation(
                "statement SELECT a",
                "2 of 9 results had database.large-result rows or more, one of them 48000",
                "read in pages, or let the database filter and add up; the longest was read in"
                    + " /monitoring/traces/"
                    + trace));
  }

  @Test
  void statementsThatNoTimeoutWouldHaveEndedAreTold() {
    List<DbCalls> statements =
        List.of(
            calls(DbCalls.Results.NONE, new DbCalls.Unbounded(3, 31_250_000_000L)),
            calls(DbCalls.Results.NONE, DbCalls.Unbounded.NONE));
    assertThat(Recommendation.ofDatabases(statements, List.of()))
        .singleElement()
        .extracting(Recommendation::finding)
        .isEqualTo(
            "3 calls took longer than database.missing-timeout, one of them 31.25 s, and no"
                + " time-out would have ended them");
  }

  /** A pool with the gauges that a test gives it. */
  private record Source() implements DbPools.Source<double[]> {
    @Override
    public List<MetricDefinition> definitions() {
      return List.of();
    }

    @Override
    public double[] read(double[] pool) {
      return pool;
    }
  }

  @Test
  void aPoolThatIsExhaustedIsToldAndOneThatIsBusyIsNot() {
    double[] exhausted = {8, 0, 8, 3};
    double[] busy = {8, 0, 8, 0};
    double[] opening = {7, 0, 8, 1};
    Source source = new Source();
    DbPools.add(exhausted, source, "shop", "exhausted");
    DbPools.add(busy, source, "shop", "busy");
    DbPools.add(opening, source, "shop", "opening");
    assertThat(Recommendation.ofDatabases(List.of(), DbPools.all()))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.subject()).isEqualTo("pool exhausted");
              assertThat(one.finding())
                  .isEqualTo("all 8 connections are in use, and 3 threads wait");
            });
    for (double[] pool : List.of(exhausted, busy, opening)) {
      pool[0] = Double.NaN; // closed: they stay until they are collected
    }
  }
}
