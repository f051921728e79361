// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.HistogramPoint;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import io.obsagent.spi.metrics.MetricFamily.Point;
import io.obsagent.spi.metrics.MetricFamily.Type;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NameLintTest {
  private final List<String> told = new ArrayList<>();
  private final NameLint lint = new NameLint(told::add);

  private static MetricFamily family(String name, Type type, int series) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < series; i++) {
      points.add(
          type == Type.HISTOGRAM
              ? new HistogramPoint(List.of("a", "" + i), new double[0], new long[] {1}, 1)
              : new NumberPoint(List.of("a", "" + i), 1, null));
    }
    return new MetricFamily(name, "Help.", "", type, List.of("kind", "id"), points);
  }

  @Test
  void a_distribution_without_unit_is_told_once() {
    List<MetricFamily> families =
        List.of(
            family("order_value", Type.HISTOGRAM, 1),
            family("duration", Type.HISTOGRAM, 1),
            family("import_seconds", Type.HISTOGRAM, 1),
            family("order_value_euros", Type.HISTOGRAM, 1),
            family("cpu_ratio", Type.HISTOGRAM, 1),
            family("open", Type.GAUGE, 1));
    lint.check(families);
    lint.check(families);
    assertThat(told)
        .singleElement()
        .asString()
        .endsWith("as in request_seconds: duration, order_value");
  }

  @Test
  void a_counter_that_is_none_by_its_name_is_told_once() {
    List<MetricFamily> families =
        List.of(
            family("orders", Type.UNKNOWN, 1),
            family("orders_total", Type.COUNTER, 1),
            family("open", Type.GAUGE, 1));
    lint.check(families);
    lint.check(families);
    assertThat(told).singleElement().asString().endsWith("end in _total: orders");
  }

  @Test
  void a_label_with_too_many_values_is_told_once() {
    lint.check(List.of(family("orders_total", Type.COUNTER, 1_000)));
    assertThat(told).isEmpty();
    List<MetricFamily> families = List.of(family("orders_total", Type.COUNTER, 1_001));
    lint.check(families);
    lint.check(families);
    assertThat(told).singleElement().asString().endsWith("of spans: orders_total{id}");
  }

  @Test
  void what_is_told_is_bounded() {
    List<MetricFamily> families = new ArrayList<>();
    for (int i = 0; i < 1_500; i++) {
      families.add(family("duration_" + i, Type.HISTOGRAM, 1));
    }
    lint.check(families);
    lint.check(families);
    assertThat(told).hasSize(1);
    assertThat(told.get(0)).endsWith("and 990 more").hasSizeLessThan(500);
  }
}
