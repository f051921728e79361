// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import io.obsagent.insight.labels.LabelMatcher;
import io.obsagent.insight.series.SampleLimitException;
import io.obsagent.insight.series.Samples;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what selectors select: each selector once a query. */
final class Selections {
  private final QueryContext context;

  Selections(QueryContext context) {
    this.context = context;
  }

  /** The newest sample of each series at each instant; its timestamp in seconds if asked for. */
  Value.Vectors instant(Expr.VectorSelector selector, Grid grid, boolean timestamps) {
    Long fixed = fixed(selector.shift());
    long offset = offset(selector.shift());
    long lookback = context.options().lookback().toMillis();
    long first = (fixed == null ? grid.start() : fixed) - offset;
    long last = (fixed == null ? grid.end() : fixed) - offset;
    List<StepSeries> result = new ArrayList<>();
    boolean smoothed = selector.boundary() == RangeBoundary.SMOOTHED && !timestamps;
    long after = selector.boundary().after(lookback);
    for (Samples read : read(selector.matchers(), first - lookback + 1, last + after)) {
      Samples samples = smoothed ? withoutStale(read) : read;
      context.budget().hold(grid.count());
      double[] values = new double[grid.count()];
      int at = -1;
      boolean any = false;
      for (int i = 0; i < values.length; i++) {
        long time = (fixed == null ? grid.time(i) : fixed) - offset;
        while (at + 1 < samples.size() && samples.timestamps()[at + 1] <= time) {
          at++;
        }
        boolean present =
            at >= 0
                && samples.timestamps()[at] > time - lookback
                && !Samples.isStale(samples.values()[at]);
        any |= present;
        values[i] =
            !present
                ? StepSeries.ABSENT
                : timestamps
                    ? samples.timestamps()[at] / 1000.0
                    : smoothed ? smoothed(samples, at, time, lookback) : samples.values()[at];
      }
      if (any) {
        result.add(new StepSeries(samples.labels(), values, false));
      }
    }
    return new Value.Vectors(result);
  }

  /** The samples of the windows of a range selector. */
  RangeInput range(Expr.MatrixSelector selector, Grid grid) {
    TimeShift shift = selector.vector().shift();
    Long fixed = fixed(shift);
    long offset = offset(shift);
    long range = context.positiveMillis(selector.range());
    long first = (fixed == null ? grid.start() : fixed) - offset - range;
    long last = (fixed == null ? grid.end() : fixed) - offset;
    List<RangeSeries> result = new ArrayList<>();
    long lookback = context.options().lookback().toMillis();
    RangeBoundary boundary = selector.vector().boundary();
    long from = first - boundary.before(lookback) + 1;
    long to = last + boundary.after(lookback);
    for (Samples samples : read(selector.vector().matchers(), from, to)) {
      Samples fresh = withoutStale(samples);
      if (fresh.size() > 0) {
        result.add(
            new RangeSeries(
                fresh.labels(), fresh.timestamps(), fresh.values(), fresh.size(), false));
      }
    }
    return new RangeInput(result, range, offset, fixed, boundary, lookback);
  }

  /** The value between a sample and its next, if that is there in time. */
  private static double smoothed(Samples samples, int at, long time, long lookback) {
    double value = samples.values()[at];
    long since = samples.timestamps()[at];
    boolean next = at + 1 < samples.size() && samples.timestamps()[at + 1] <= time + lookback;
    return since == time || !next
        ? value
        : value
            + (samples.values()[at + 1] - value)
                * (time - since)
                / (samples.timestamps()[at + 1] - since);
  }

  /** The instant that an {@code @} modifier fixes, or null. */
  @Nullable Long fixed(TimeShift shift) {
    TimeShift.At at = shift.at();
    if (at == null) {
      return null;
    }
    if (at instanceof TimeShift.At.Instant instant) {
      return instant.millis();
    }
    return at instanceof TimeShift.At.Start ? context.startMillis() : context.endMillis();
  }

  long offset(TimeShift shift) {
    DurationExpr offset = shift.offset();
    return offset == null ? 0 : context.millis(offset);
  }

  private List<Samples> read(List<LabelMatcher> matchers, long from, long to) {
    List<Samples> samples;
    try {
      samples =
          new ArrayList<>(
              context.reader().select(matchers, from, to, context.budget().remaining()));
    } catch (SampleLimitException e) {
      throw context.budget().tooManySamples();
    }
    samples.sort(Comparator.comparing(Samples::labels));
    for (Samples one : samples) {
      context.budget().hold(one.size());
    }
    return samples;
  }

  private static Samples withoutStale(Samples samples) {
    int stale = 0;
    for (int i = 0; i < samples.size(); i++) {
      stale += Samples.isStale(samples.values()[i]) ? 1 : 0;
    }
    if (stale == 0) {
      return samples;
    }
    long[] timestamps = new long[samples.size() - stale];
    double[] values = new double[timestamps.length];
    int size = 0;
    for (int i = 0; i < samples.size(); i++) {
      if (!Samples.isStale(samples.values()[i])) {
        timestamps[size] = samples.timestamps()[i];
        values[size++] = samples.values()[i];
      }
    }
    return new Samples(samples.labels(), timestamps, values, size);
  }
}
