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
    for (Samples samples : read(selector.matchers(), first - lookback + 1, last)) {
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
                : timestamps ? samples.timestamps()[at] / 1000.0 : samples.values()[at];
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
    for (Samples samples : read(selector.vector().matchers(), first + 1, last)) {
      RangeSeries fresh = withoutStale(samples);
      if (fresh.size() > 0) {
        result.add(fresh);
      }
    }
    return new RangeInput(result, range, offset, fixed);
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

  private static RangeSeries withoutStale(Samples samples) {
    int stale = 0;
    for (int i = 0; i < samples.size(); i++) {
      stale += Samples.isStale(samples.values()[i]) ? 1 : 0;
    }
    if (stale == 0) {
      return new RangeSeries(
          samples.labels(), samples.timestamps(), samples.values(), samples.size(), false);
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
    return new RangeSeries(samples.labels(), timestamps, values, size, false);
  }
}
