// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.analytics;

import io.obsagent.spi.http.JsonWriter;
import io.obsagent.spi.telemetry.DbCalls;
import io.obsagent.spi.telemetry.DbPools;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What to look at, and why.
 *
 * @param subject what it is about: kind and name
 * @param finding what was seen, with its figures
 * @param advice what to do
 */
record Recommendation(String subject, String finding, String advice) {
  private static final double MANY_ERRORS = 0.05;
  private static final double SLOWER = 1.5;
  private static final double MANY_CALLS = 10;

  private static final double MANY_SLOW = 0.05;
  private static final int MOST_STATEMENTS = 5;

  /** Of a pool's gauges. */
  private static final int IN_USE = 0;

  private static final int AT_MOST = 2;
  private static final int WAITING = 3;

  /** Of less nothing can be said. */
  private static final double ENOUGH = 20;

  /** What the figures of a time say, the heaviest first. */
  static List<Recommendation> of(List<Workload> workloads) {
    double requests = calls(workloads, Work.REQUEST) + calls(workloads, Work.MESSAGE);
    List<Recommendation> all = new ArrayList<>();
    for (Workload one : workloads) {
      if (one.calls < ENOUGH) {
        continue;
      }
      String subject = one.work.word() + ' ' + one.name;
      if (one.errorRatio() >= MANY_ERRORS) {
        all.add(
            new Recommendation(
                subject,
                text("%.1f %% of %.0f failed", one.errorRatio() * 100, one.calls),
                "look at the failed ones: /monitoring/traces?status=error"));
      }
      if (one.callsBefore >= ENOUGH && one.mean() > SLOWER * one.meanBefore()) {
        all.add(
            new Recommendation(
                subject,
                text(
                    "takes %s s on average, before it took %s s",
                    figures(one.mean()), figures(one.meanBefore())),
                "compare slow traces of now with those of before, and what was deployed between"));
      }
      boolean asksOften = one.work == Work.DATABASE || one.work == Work.REDIS;
      if (asksOften && requests >= ENOUGH && one.calls > MANY_CALLS * requests) {
        all.add(
            new Recommendation(
                subject,
                text("is asked %.0f times for each request", one.calls / requests),
                "ask for all at once, or keep what is asked again"));
      }
    }
    return all;
  }

  /**
   * What databases say, whatever the time that was asked for.
   *
   * @param statements with what their calls have added up to since they are kept
   * @param pools as they are now
   */
  static List<Recommendation> ofDatabases(List<DbCalls> statements, List<DbPools.Pool> pools) {
    List<Recommendation> all = new ArrayList<>();
    dearest(statements, one -> one.repeated() > 0)
        .map(
            one ->
                ofStatement(
                    one,
                    text(
                        "runs in loops (N+1): %d traces, one of them %d times",
                        one.repeated(), one.mostRepeated()),
                    "ask for all at once, by a join or IN:"
                        + " /monitoring/database/queries?sort=repeated"))
        .forEach(all::add);
    dearest(statements, one -> one.slow() > 0 && one.slow() >= MANY_SLOW * one.calls())
        .map(
            one ->
                ofStatement(
                    one,
                    text(
                        "%d of %d calls took longer than database.slow-query, one of them %s s",
                        one.slow(), one.calls(), figures(one.slowestNanos() / 1e9)),
                    toSpeedUp(one)))
        .forEach(all::add);
    dearest(statements, one -> one.results().large() > 0)
        .map(one -> ofStatement(one, ofRows(one.results()), toReadLess(one.results())))
        .forEach(all::add);
    dearest(statements, one -> one.unbounded().calls() > 0)
        .map(
            one ->
                ofStatement(
                    one,
                    text(
                        "%d calls took longer than database.missing-timeout, one of them %s s, and"
                            + " no time-out would have ended them",
                        one.unbounded().calls(), figures(one.unbounded().longestNanos() / 1e9)),
                    "let the framework set a time-out for statements, or the driver's URL one for"
                        + " its socket; one that the database itself has is not seen here"))
        .forEach(all::add);
    for (DbPools.Pool pool : pools) {
      double[] gauges = pool.gauges();
      if (gauges != null && gauges[WAITING] > 0 && gauges[IN_USE] >= gauges[AT_MOST]) {
        all.add(
            new Recommendation(
                "pool " + pool.name(),
                text(
                    "all %.0f connections are in use, and %.0f threads wait",
                    gauges[IN_USE], gauges[WAITING]),
                "hold connections for less time, or allow more:"
                    + " database.leak-suspects tells who holds them"));
      }
    }
    return all;
  }

  private static Stream<DbCalls> dearest(List<DbCalls> statements, Predicate<DbCalls> which) {
    return statements.stream()
        .filter(which)
        .sorted(Comparator.comparingLong(DbCalls::nanos).reversed())
        .limit(MOST_STATEMENTS);
  }

  private static Recommendation ofStatement(DbCalls one, String finding, String advice) {
    return new Recommendation("statement " + one.statement().summary(), finding, advice);
  }

  /** Of what is no text there is no plan. */
  private static String toSpeedUp(DbCalls one) {
    return one.statement().text() == null
        ? "look at its slowest call: /monitoring/database/queries?sort=p95"
        : text(
            "look at its plan: POST /monitoring/database/queries/%d/explain, with database.explain",
            one.id());
  }

  private static String ofRows(DbCalls.Results read) {
    return text(
        "%d of %d results had database.large-result rows or more, one of them %d",
        read.large(), read.count(), read.most());
  }

  private static String toReadLess(DbCalls.Results read) {
    String toDo = "read in pages, or let the database filter and add up";
    return read.mostTraceId() == null
        ? toDo
        : toDo + "; the longest was read in /monitoring/traces/" + read.mostTraceId();
  }

  private static double calls(List<Workload> workloads, Work work) {
    return workloads.stream().filter(one -> one.work == work).mapToDouble(one -> one.calls).sum();
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** Four of them. */
  private static String figures(double value) {
    return new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros().toPlainString();
  }

  void write(JsonWriter out) {
    out.object().field("subject", subject).field("finding", finding).field("advice", advice).end();
  }
}
