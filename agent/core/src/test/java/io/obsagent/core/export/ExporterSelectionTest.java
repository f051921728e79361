// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.exporter.testkit.TestConfig;
import io.obsagent.exporter.testkit.TestMetrics;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.export.ExporterFactory;
import io.obsagent.spi.export.SpanExporter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExporterSelectionTest {
  @Test
  void namedExportersAreInUse() {
    assertThat(chosen("traces.exporter", "logging, jaeger")).containsExactly("jaeger", "logging");
  }

  @Test
  void anExporterWithAnEndpointIsInUseUnlessOthersAreNamed() {
    assertThat(chosen("exporter.jaeger.endpoint", "agent:6831")).containsExactly("jaeger");
    assertThat(chosen("exporter.jaeger.endpoint", "agent:6831", "traces.exporter", "logging"))
        .containsExactly("logging");
  }

  @Test
  void byDefaultAndWithNoneThereIsNone() {
    assertThat(chosen()).isEmpty();
    assertThat(chosen("exporter.jaeger.endpoint", "agent:6831", "traces.exporter", "none"))
        .isEmpty();
  }

  @Test
  void anExporterThatCannotBeMadeDoesNotKeepOthersFromWork() {
    assertThat(chosen("traces.exporter", "broken,logging,unknown")).containsExactly("logging");
  }

  private static List<String> chosen(String... config) {
    return ExporterSelection.create(
            new ExporterFactory.Environment(TestConfig.of(config), Map.of(), new TestMetrics()),
            List.of(new Factory("broken"), new Factory("jaeger"), new Factory("logging")))
        .stream()
        .map(NamedExporter::name)
        .toList();
  }

  private record Factory(String name) implements ExporterFactory {
    @Override
    public List<Option<?>> options() {
      return List.of(Option.text("exporter." + name + ".endpoint", "", "Where it listens."));
    }

    @Override
    public SpanExporter create(Environment environment) {
      if (name.equals("broken")) {
        throw new IllegalArgumentException("exporter.broken.endpoint: it is broken");
      }
      return new RecordingExporter();
    }
  }
}
