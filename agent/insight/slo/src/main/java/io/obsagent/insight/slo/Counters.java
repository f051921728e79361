// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import io.obsagent.insight.labels.LabelMatcher;
import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.promql.Aggregator;
import io.obsagent.insight.promql.Expr;
import io.obsagent.insight.promql.Function;
import io.obsagent.insight.series.BucketBound;
import io.obsagent.insight.series.Samples;
import io.obsagent.insight.series.SeriesReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjDoubleConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The counters that an expression such as {@code sum(rate(a[5m])) - sum(rate(b[5m]))} adds up, read
 * as they are: what they have grown by is what has happened, without a window's extrapolation. Not
 * thread-safe.
 */
final class Counters {
  private static final int MAX_SAMPLES = 50_000;
  private static final Set<String> REQUESTS =
      Set.of("http_requests_total", "http_request_duration_seconds_count");
  private static final String ERRORS = "http_request_errors_total";
  private static final Set<String> KNOWN_OF_ERRORS = Set.of("method", "route", "job", "instance");

  /** A selector, and whether its events are added or taken away. */
  private record Term(List<LabelMatcher> matchers, int sign) {
    String metric() {
      for (LabelMatcher matcher : matchers) {
        if (matcher.name().equals(Labels.METRIC_NAME) && matcher.op() == LabelMatcher.Op.EQUAL) {
          return matcher.value();
        }
      }
      return "";
    }
  }

  /** A bound that a histogram must have for the counting to be exact. */
  record Bound(String histogram, double bound) {}

  private final List<Term> terms;
  private final List<Map<Labels, Double>> before = new ArrayList<>();

  private Counters(List<Term> terms) {
    this.terms = terms;
    terms.forEach(term -> before.add(new HashMap<>()));
  }

  /** Null if the expression is something else than sums of counters' growth. */
  static @Nullable Counters of(Expr expr) {
    List<Term> terms = new ArrayList<>();
    return collect(expr, 1, terms) ? new Counters(terms) : null;
  }

  private static boolean collect(Expr expr, int sign, List<Term> terms) {
    if (expr instanceof Expr.ParenExpr paren) {
      return collect(paren.inner(), sign, terms);
    }
    if (expr instanceof Expr.Aggregation sum && sum.op() == Aggregator.SUM) {
      return collect(sum.inner(), sign, terms);
    }
    if (expr instanceof Expr.Call call
        && (call.function() == Function.RATE || call.function() == Function.INCREASE)
        && call.arguments().get(0) instanceof Expr.MatrixSelector range) {
      return term(range.vector(), sign, terms);
    }
    if (expr instanceof Expr.VectorSelector selector) {
      return term(selector, sign, terms);
    }
    if (expr instanceof Expr.BinaryExpr binary) {
      return switch (binary.op()) {
        case ADD -> collect(binary.left(), sign, terms) && collect(binary.right(), sign, terms);
        case SUB -> collect(binary.left(), sign, terms) && collect(binary.right(), -sign, terms);
        case OR -> isZero(binary.right()) && collect(binary.left(), sign, terms);
        default -> false;
      };
    }
    return false;
  }

  /** {@code vector(0)}, which only stands where there is nothing. */
  private static boolean isZero(Expr expr) {
    return expr instanceof Expr.ParenExpr paren
        ? isZero(paren.inner())
        : expr instanceof Expr.Call call
            && call.function() == Function.VECTOR
            && call.arguments().get(0) instanceof Expr.NumberLiteral number
            && number.value() == 0;
  }

  private static boolean term(Expr.VectorSelector selector, int sign, List<Term> terms) {
    if (selector.shift().offset() != null || selector.shift().at() != null) {
      return false;
    }
    terms.add(new Term(selector.matchers().stream().map(Counters::canonical).toList(), sign));
    return true;
  }

  /** A bound is found however it was written: {@code le="5"} and {@code le="5.0"} are one. */
  private static LabelMatcher canonical(LabelMatcher matcher) {
    Double bound = bound(matcher);
    return bound == null ? matcher : LabelMatcher.equal(matcher.name(), BucketBound.format(bound));
  }

  private static @Nullable Double bound(LabelMatcher matcher) {
    try {
      return matcher.name().equals("le") && matcher.op() == LabelMatcher.Op.EQUAL
          ? Double.valueOf(matcher.value().replace("+Inf", "Infinity"))
          : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /**
   * What tells of the exceptions of the requests that are counted here; null where these are not
   * requests that are served.
   */
  @Nullable Counters exceptions() {
    List<Term> errors = new ArrayList<>();
    for (Term term : terms) {
      if (REQUESTS.contains(term.metric())) {
        List<LabelMatcher> matchers = new ArrayList<>();
        matchers.add(LabelMatcher.equal(Labels.METRIC_NAME, ERRORS));
        term.matchers().stream()
            .filter(matcher -> KNOWN_OF_ERRORS.contains(matcher.name()))
            .forEach(matchers::add);
        errors.add(new Term(List.copyOf(matchers), 1));
      }
    }
    return errors.isEmpty() ? null : new Counters(errors.subList(0, 1));
  }

  /** The bounds that an indicator asks histograms for. */
  static List<Bound> bounds(Indicator indicator) {
    List<Bound> bounds = new ArrayList<>();
    if (indicator.inner() instanceof Indicator.Events events) {
      for (Query query : List.of(events.some(), events.total())) {
        Counters counters = of(query.at("5m"));
        if (counters != null) {
          bounds.addAll(counters.bounds());
        }
      }
    }
    return bounds;
  }

  private List<Bound> bounds() {
    List<Bound> bounds = new ArrayList<>();
    for (Term term : terms) {
      String metric = term.metric();
      for (LabelMatcher matcher : term.matchers()) {
        Double bound = bound(matcher);
        if (bound != null && !bound.isInfinite() && metric.endsWith("_bucket")) {
          bounds.add(new Bound(metric.substring(0, metric.lastIndexOf('_')), bound));
        }
      }
    }
    return bounds;
  }

  /**
   * Reads all counters.
   *
   * @param time of the samples, exactly
   * @param counted whether what a counter of this name had reached when it is first seen has
   *     happened in the time that counts
   * @param events takes what each series has grown by, negative where it is taken away
   * @return how many series there were
   */
  int read(
      SeriesReader reader, long time, Predicate<String> counted, ObjDoubleConsumer<Labels> events) {
    int found = 0;
    for (int i = 0; i < terms.size(); i++) {
      Term term = terms.get(i);
      Map<Labels, Double> last = before.get(i);
      Map<Labels, Double> now = new HashMap<>();
      for (Samples samples : reader.select(term.matchers(), time, time, MAX_SAMPLES)) {
        double value = samples.size() == 0 ? Double.NaN : samples.values()[samples.size() - 1];
        if (Double.isNaN(value)) {
          continue;
        }
        found++;
        now.put(samples.labels(), value);
        Double old = last.get(samples.labels());
        double grown;
        if (old == null) {
          grown = counted.test(samples.labels().metricName()) ? value : 0;
        } else {
          grown = value >= old ? value - old : value;
        }
        if (grown != 0) {
          events.accept(samples.labels(), term.sign() * grown);
        }
      }
      // A series that is not there in one round may come back with what it had.
      last.putAll(now);
      if (last.size() > MAX_SAMPLES) {
        last.keySet().retainAll(now.keySet());
      }
    }
    return found;
  }
}
