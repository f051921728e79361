// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class SourcesMentionTest {
  private static boolean mentions(String argument, String property, String variable) {
    Properties properties = new Properties();
    properties.setProperty(property, "x");
    return new Sources(argument, properties, Map.of(variable, "x")).mentions("otlp");
  }

  @Test
  void aWordIsFoundInNamesOfAllKinds() {
    assertThat(mentions("exporter.otlp.endpoint=x", "a", "B")).isTrue();
    assertThat(mentions("a=b", "obs.exporter.otlp.endpoint", "B")).isTrue();
    assertThat(mentions("a=b", "c", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")).isTrue();
    assertThat(mentions("a=b", "c", "OTLP")).isTrue();
  }

  @Test
  void aPartOfAWordIsNone() {
    assertThat(mentions("a=otlp", "otlps", "XOTLP_Y")).isFalse();
    assertThat(mentions("", "exporter.loki.endpoint", "OTL")).isFalse();
  }
}
