// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.SemconvNames;
import org.junit.jupiter.api.Test;

class SemconvNamesTest {
  @Test
  void every_duration_of_operations_has_a_name_that_covers_its_labels() {
    for (MetricFamily family : new Fixture().telemetry().metrics().collect()) {
      if (family.type() == MetricFamily.Type.HISTOGRAM) {
        SemconvNames.Name name = SemconvNames.of(family.name());
        assertThat(name).as(family.name()).isNotNull();
        assertThat(name.unit()).isEqualTo(family.unit());
        assertThat(name.attributes().keySet())
            .containsExactlyInAnyOrderElementsOf(family.labelNames());
      }
    }
    assertThat(SemconvNames.of("custom_total")).isNull();
  }
}
