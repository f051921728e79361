// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import java.util.Arrays;

/** Folds the values of one group at one instant into one. */
abstract class Accumulator {
  abstract void reset();

  abstract void add(double value);

  abstract double result(double parameter);

  static Accumulator of(Aggregator op) {
    return switch (op) {
      case SUM -> new Sum();
      case AVG -> new Average();
      case COUNT -> new Count();
      case MIN -> new Extreme(false);
      case MAX -> new Extreme(true);
      case STDDEV -> new Deviation(true);
      case STDVAR -> new Deviation(false);
      case QUANTILE -> new Quantile();
      default -> new Group();
    };
  }

  private static final class Sum extends Accumulator {
    private final NeumaierSum sum = new NeumaierSum();
    private boolean first;

    @Override
    void reset() {
      sum.set(0, 0);
      first = true;
    }

    @Override
    void add(double value) {
      if (first) {
        sum.set(value, 0);
        first = false;
      } else {
        sum.add(value);
      }
    }

    @Override
    double result(double parameter) {
      return sum.total();
    }
  }

  private static final class Average extends Accumulator {
    private final Mean mean = new Mean();

    @Override
    void reset() {
      mean.reset();
    }

    @Override
    void add(double value) {
      mean.add(value);
    }

    @Override
    double result(double parameter) {
      return mean.mean();
    }
  }

  private static final class Count extends Accumulator {
    private int count;

    @Override
    void reset() {
      count = 0;
    }

    @Override
    void add(double value) {
      count++;
    }

    @Override
    double result(double parameter) {
      return count;
    }
  }

  private static final class Group extends Accumulator {
    @Override
    void reset() {}

    @Override
    void add(double value) {}

    @Override
    double result(double parameter) {
      return 1;
    }
  }

  /** The largest or smallest value; NaN only if there is no other. */
  private static final class Extreme extends Accumulator {
    private final boolean largest;
    private double extreme;

    Extreme(boolean largest) {
      this.largest = largest;
    }

    @Override
    void reset() {
      extreme = Double.NaN;
    }

    @Override
    void add(double value) {
      if (Double.isNaN(extreme) || (largest ? value > extreme : value < extreme)) {
        extreme = value;
      }
    }

    @Override
    double result(double parameter) {
      return extreme;
    }
  }

  /** Welford's algorithm. */
  private static final class Deviation extends Accumulator {
    private final boolean root;
    private double count;
    private double mean;
    private double squares;

    Deviation(boolean root) {
      this.root = root;
    }

    @Override
    void reset() {
      count = 0;
      mean = 0;
      squares = 0;
    }

    @Override
    void add(double value) {
      count++;
      if (count == 1) {
        mean = value;
        squares = Double.isNaN(value) || Double.isInfinite(value) ? Double.NaN : 0;
        return;
      }
      double delta = value - mean;
      mean += delta / count;
      squares += delta * (value - mean);
    }

    @Override
    double result(double parameter) {
      return root ? Math.sqrt(squares / count) : squares / count;
    }
  }

  private static final class Quantile extends Accumulator {
    private double[] values = new double[16];
    private int size;

    @Override
    void reset() {
      size = 0;
    }

    @Override
    void add(double value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, size * 2);
      }
      values[size++] = value;
    }

    @Override
    double result(double parameter) {
      return Quantiles.of(parameter, values, size);
    }
  }
}
