// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.HistogramPoint;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import io.obsagent.spi.metrics.MetricFamily.Point;
import io.obsagent.spi.metrics.MetricFamily.SummaryPoint;
import io.obsagent.spi.metrics.MetricFamily.Type;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApplicationNamesTest {
  private static MetricFamily family(String name, Type type, Point point) {
    return new MetricFamily(name, "Help.", "", type, List.of("kind"), List.of(point));
  }

  @Test
  void names_begin_with_the_namespace_and_series_have_the_labels() {
    ApplicationNames names =
        new ApplicationNames("dora_", Map.of("environment", "prod", "kind", "none"));
    List<String> values = List.of("web");
    List<MetricFamily> named =
        names.of(
            List.of(
                family("orders_total", Type.COUNTER, new NumberPoint(values, 5, null)),
                family("dora_open", Type.GAUGE, new NumberPoint(values, 2, null)),
                family(
                    "work_seconds",
                    Type.HISTOGRAM,
                    new HistogramPoint(values, new double[] {1}, new long[] {1, 2}, 3)),
                family(
                    "wait_seconds",
                    Type.SUMMARY,
                    new SummaryPoint(values, new double[0], new double[0], 4, 8))));
    assertThat(named)
        .extracting(MetricFamily::name)
        .containsExactly(
            "dora_orders_total", "dora_open", "dora_work_seconds", "dora_wait_seconds");
    assertThat(named)
        .allSatisfy(
            family -> {
              assertThat(family.labelNames()).containsExactly("kind", "environment");
              assertThat(family.points().get(0).labelValues()).containsExactly("web", "prod");
            });
    assertThat(((NumberPoint) named.get(0).points().get(0)).value()).isEqualTo(5);
    assertThat(((HistogramPoint) named.get(2).points().get(0)).count()).isEqualTo(2);
    assertThat(((SummaryPoint) named.get(3).points().get(0)).sum()).isEqualTo(8);
  }

  @Test
  void labels_are_pairs() {
    assertThat(ApplicationNames.parseLabels("team = shop, unit=eu=1"))
        .isEqualTo(Map.of("team", "shop", "unit", "eu=1"));
    assertThat(ApplicationNames.parseLabels("")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"team", "1st=x", "__name__=x", "a-b=c"})
  void what_is_no_pair_is_refused(String text) {
    assertThatThrownBy(() -> ApplicationNames.parseLabels(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_namespace_is_a_name() {
    assertThat(ApplicationNames.parseNamespace(" dora_compliance ")).isEqualTo("dora_compliance");
    assertThatThrownBy(() -> ApplicationNames.parseNamespace("a b")).hasMessageContaining("'a b'");
  }
}
