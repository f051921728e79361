// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.metrics;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All series of one metric at one moment: what exporters and the series store read. Immutable.
 *
 * @param points one a series, with as many {@code labelValues} as the definition has labels
 */
public record MetricFamily(MetricDefinition definition, List<Point> points) {

  /** A metric that the conventions have no name for. */
  public MetricFamily(
      String name,
      String help,
      String unit,
      Type type,
      List<String> labelNames,
      List<Point> points) {
    this(
        new MetricDefinition(name, help, unit, type, labelNames, List.of(), List.of(), false),
        points);
  }

  /** As it is exposed, e.g. {@code http_requests_total}. */
  public String name() {
    return definition.name();
  }

  public String help() {
    return definition.help();
  }

  /** OpenTelemetry unit, e.g. {@code s}, {@code By}, {@code {token}}, or empty. */
  public String unit() {
    return definition.unit();
  }

  public Type type() {
    return definition.type();
  }

  /** In the order of every point's {@code labelValues}. */
  public List<String> labelNames() {
    return definition.labelNames();
  }

  /** Kind of a metric, with the meaning that OpenMetrics 1.0 gives it. */
  public enum Type {
    COUNTER,
    GAUGE,
    HISTOGRAM,
    /**
     * Count, sum and quantiles that were computed where it was recorded: the application's only.
     */
    SUMMARY,
    /** A number of which nobody says whether it may fall: the application's only. */
    UNKNOWN
  }

  /** One series' state. */
  public sealed interface Point permits NumberPoint, HistogramPoint, SummaryPoint {
    List<String> labelValues();
  }

  /** A counter's total since the process started, or the value now of what is no distribution. */
  public record NumberPoint(List<String> labelValues, double value, @Nullable Exemplar exemplar)
      implements Point {}

  /**
   * @param bounds upper bounds ascending, without {@code +Inf}
   * @param cumulativeCounts one more than bounds; the last is the count of all observations
   * @param exemplars as long as cumulativeCounts, with null where a bucket has none; or empty
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record HistogramPoint(
      List<String> labelValues,
      double[] bounds,
      long[] cumulativeCounts,
      double sum,
      @Nullable Exemplar[] exemplars)
      implements Point {
    /** Without exemplars. */
    public HistogramPoint(
        List<String> labelValues, double[] bounds, long[] cumulativeCounts, double sum) {
      this(labelValues, bounds, cumulativeCounts, sum, new Exemplar[0]);
    }

    public long count() {
      return cumulativeCounts[cumulativeCounts.length - 1];
    }
  }

  /**
   * @param quantiles from 0 to 1, ascending; none is usual
   * @param values one a quantile; NaN where nothing was recorded lately
   * @param count of all observations
   * @param sum of all observations; NaN where it is not kept
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record SummaryPoint(
      List<String> labelValues, double[] quantiles, double[] values, long count, double sum)
      implements Point {}

  /**
   * A trace that is an example of an observation. Its equality is written out, as every process
   * compares some: what the JDK makes for a record at run time is fifty classes.
   */
  public record Exemplar(String traceId, String spanId, double value, long epochMillis) {
    private static final int TRACE_DIGITS = 32;
    private static final int SPAN_DIGITS = 16;

    /**
     * One that a library of the application has.
     *
     * @param traceId anything; what is no trace's id makes none, and so for the span
     */
    public static @Nullable Exemplar of(
        @Nullable String traceId, @Nullable String spanId, double value, long epochMillis) {
      return isId(traceId, TRACE_DIGITS) && isId(spanId, SPAN_DIGITS)
          ? new Exemplar(traceId, spanId, value, epochMillis)
          : null;
    }

    private static boolean isId(@Nullable String id, int digits) {
      for (int i = 0; id != null && i < id.length(); i++) {
        char c = id.charAt(i);
        if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
          return false;
        }
      }
      return id != null && id.length() == digits;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Exemplar exemplar
          && spanId.equals(exemplar.spanId)
          && traceId.equals(exemplar.traceId)
          && Double.compare(value, exemplar.value) == 0
          && epochMillis == exemplar.epochMillis;
    }

    @Override
    public int hashCode() {
      return spanId.hashCode() + Long.hashCode(epochMillis);
    }
  }
}
