// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.core.config.ConfigLoader;
import io.obsagent.exporter.testkit.TestConfig;
import io.obsagent.exporter.testkit.TestMetrics;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.diagnostics.Problems;
import io.obsagent.spi.export.ExporterFactory;
import io.obsagent.spi.export.LogExporter;
import io.obsagent.spi.export.MetricExporter;
import io.obsagent.spi.export.SpanExporter;
import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExporterSelectionTest {
  private static final List<ExporterFactory> FACTORIES =
      List.of(
          new Factory("broken"),
          new Factory("jaeger"),
          new Factory("logging"),
          new Factory("loki"),
          new Factory("otlp"));

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

  @Test
  void metricsGoWhereAnEndpointOfAllSignalsOrOfMetricsIs() {
    assertThat(forMetrics()).isEmpty();
    assertThat(forMetrics("exporter.otlp.endpoint", "http://c:4318")).containsExactly("otlp");
    assertThat(forMetrics("exporter.otlp.metrics-endpoint", "http://c:4318/v1/metrics"))
        .containsExactly("otlp, chosen");
    assertThat(forMetrics("metrics.exporter", "otlp")).containsExactly("otlp, chosen");
  }

  @Test
  void whoChoseOnlyTracesGetsNoMetrics() {
    assertThat(forMetrics("exporter.otlp.traces-endpoint", "http://c:4318/v1/traces")).isEmpty();
    assertThat(forMetrics("traces.exporter", "otlp")).isEmpty();
    assertThat(forMetrics("exporter.otlp.endpoint", "http://c:4318", "metrics.exporter", "none"))
        .isEmpty();
  }

  @Test
  void whoChoseOnlyMetricsGetsNoTraces() {
    assertThat(chosen("exporter.otlp.metrics-endpoint", "http://c:4318/v1/metrics")).isEmpty();
    assertThat(chosen("exporter.otlp.traces-endpoint", "http://c:4318/v1/traces"))
        .containsExactly("otlp");
  }

  @Test
  void whatTakesNoMetricsGetsNone() {
    assertThat(forMetrics("exporter.jaeger.endpoint", "agent:6831")).isEmpty();
    assertThat(forMetrics("metrics.exporter", "jaeger,prometheus,otlp"))
        .containsExactly("otlp, chosen");
  }

  @Test
  void logsGoWhereAnEndpointOfAllSignalsOrOfLogsIs() {
    assertThat(forLogs()).isEmpty();
    assertThat(forLogs("exporter.otlp.endpoint", "http://c:4318")).containsExactly("otlp");
    assertThat(forLogs("exporter.otlp.logs-endpoint", "http://c:4318/v1/logs"))
        .containsExactly("otlp, chosen");
    assertThat(forLogs("logs.exporter", "otlp,jaeger")).containsExactly("otlp, chosen");
    assertThat(forLogs("exporter.otlp.endpoint", "http://c:4318", "logs.exporter", "none"))
        .isEmpty();
    assertThat(forLogs("traces.exporter", "otlp")).isEmpty();
  }

  @Test
  void whatTakesNoSpansGetsNone() {
    assertThat(chosen("exporter.loki.endpoint", "http://loki", "traces.exporter", "loki,logging"))
        .containsExactly("logging");
  }

  @Test
  void whereAnAddressIsNoneNothingIsSentAnywhereElse() {
    Problems.clear("exporter.otlp");
    assertThat(traces("traces.exporter=otlp,exporter.otlp.endpoint=bad")).isEmpty();
    assertThat(Problems.all())
        .contains(
            "exporter otlp is off: the value of 'exporter.otlp.endpoint' is no address, so nothing"
                + " is sent; correct it and start again");
    assertThat(
            traces(
                "traces.exporter=otlp,exporter.otlp.endpoint=c,exporter.otlp.traces-endpoint=bad"))
        .isEmpty();
    assertThat(
            traces(
                "traces.exporter=otlp,exporter.otlp.endpoint=bad,exporter.otlp.traces-endpoint=c"))
        .containsExactly("otlp");
    assertThat(traces("traces.exporter=otlp,exporter.otlp.metrics-endpoint=bad"))
        .containsExactly("otlp");
  }

  @Test
  void whereAProxyIsNoneNothingGoesStraight() {
    assertThat(traces("traces.exporter=otlp,exporter.otlp.endpoint=c,exporter.otlp.proxy=bad"))
        .isEmpty();
    assertThat(
            traces("traces.exporter=otlp,exporter.otlp.traces-endpoint=c,exporter.otlp.proxy=bad"))
        .isEmpty();
  }

  /** With the configuration as an agent has it. */
  private static List<String> traces(String arguments) {
    Config config = ConfigLoader.load(arguments, new Properties(), Map.of(), new File("absent"));
    return ExporterSelection.create(
            new ExporterFactory.Environment(config, Map.of(), new TestMetrics()), FACTORIES)
        .stream()
        .map(NamedExporter::name)
        .toList();
  }

  private static List<String> chosen(String... config) {
    return ExporterSelection.create(environment(config), FACTORIES).stream()
        .map(NamedExporter::name)
        .toList();
  }

  private static List<String> forMetrics(String... config) {
    return ExporterSelection.createForMetrics(environment(config), FACTORIES).stream()
        .map(exporter -> exporter.name() + (exporter.chosen() ? ", chosen" : ""))
        .toList();
  }

  private static List<String> forLogs(String... config) {
    return ExporterSelection.createForLogs(environment(config), FACTORIES).stream()
        .map(exporter -> exporter.name() + (exporter.chosen() ? ", chosen" : ""))
        .toList();
  }

  private static ExporterFactory.Environment environment(String... config) {
    return new ExporterFactory.Environment(TestConfig.of(config), Map.of(), new TestMetrics());
  }

  private record Factory(String name) implements ExporterFactory {
    @Override
    public List<Option<?>> options() {
      return Stream.of("endpoint", "traces-endpoint", "metrics-endpoint", "logs-endpoint", "proxy")
          .<Option<?>>map(
              key ->
                  Option.of(
                      "exporter." + name + "." + key, "text", "", "Where it is.", Factory::parse))
          .toList();
    }

    private static String parse(String text) {
      if (text.equals("bad")) {
        throw new IllegalArgumentException("expected something else");
      }
      return text;
    }

    @Override
    public @Nullable SpanExporter create(Environment environment) {
      if (name.equals("loki")) {
        return null;
      }
      if (name.equals("broken")) {
        throw new IllegalArgumentException("exporter.broken.endpoint: it is broken");
      }
      return new RecordingExporter();
    }

    @Override
    public @Nullable MetricExporter createForMetrics(Environment environment) {
      return name.equals("otlp") ? new RecordingMetricExporter() : null;
    }

    @Override
    public @Nullable LogExporter createForLogs(Environment environment) {
      return name.equals("otlp") ? new RecordingLogExporter() : null;
    }
  }
}
