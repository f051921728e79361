// SPDX-License-Identifier: Apache-2.0
package io.obsagent.docs;

import com.tngtech.archunit.core.domain.JavaClass;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.SemconvName;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The reference of all metrics, from their definitions. */
class MetricsPageTest {
  private static final String INTRODUCTION =
      """
      # Metrics

      Every metric that the agent can write, as [`/metrics`](getting-started.md) shows it; by OTLP
      those with a name in the last column have that name, all others keep theirs. All are there since
      version 0.1.0. A metric appears with its first series, and has at most `metrics.max-series`
      series (2,000), the last of which takes what goes beyond.

      The unit is OpenTelemetry's. A histogram's bounds are changed by the option
      `metrics.buckets.NAME`. What counts or times nothing on this machine, such as a limit that no
      container sets, is left out rather than 0.
      """;

  private static final String HEAD =
      """
      | metric | type | unit | labels | what it says | OTLP |
      |---|---|---|---|---|---|
      """;

  @Test
  void thePageIsWhatTheDefinitionsSay() throws Exception {
    Map<String, TreeMap<String, MetricDefinition>> byWriter = new TreeMap<>();
    for (Map.Entry<MetricDefinition, JavaClass> entry : MetricDefinitions.all().entrySet()) {
      byWriter
          .computeIfAbsent(writer(entry.getValue()), none -> new TreeMap<>())
          .put(entry.getKey().name(), entry.getKey());
    }
    StringBuilder page = new StringBuilder(INTRODUCTION);
    for (Map.Entry<String, TreeMap<String, MetricDefinition>> each : byWriter.entrySet()) {
      page.append("\n## ").append(each.getKey()).append("\n\n").append(HEAD);
      each.getValue().values().forEach(definition -> row(page, definition));
    }
    page.append("\n## Bounds of histograms\n\n");
    bounds(page, byWriter.values());
    Documents.compare("metrics-reference.md", page.toString());
  }

  /** Who writes it: the module, in the words of the pages. */
  private static String writer(JavaClass holder) {
    String[] parts = holder.getPackageName().split("\\.");
    String module = parts[2];
    String part = parts.length > 3 ? parts[3] : "";
    return switch (module) {
      case "instrumentation" -> "Instrumentation " + part;
      case "exporter" -> "Exporter " + part;
      case "core" ->
          switch (part) {
            case "operation" -> "Requests, calls and messages";
            case "runtime" -> "JVM, process, host and container";
            default -> "The agent itself";
          };
      case "insight" -> "Alerting and the series store";
      default -> "The agent itself";
    };
  }

  private static void row(StringBuilder page, MetricDefinition definition) {
    TreeSet<String> names = new TreeSet<>();
    definition.semconv().forEach((SemconvName name) -> names.add(name.name()));
    page.append("| `").append(definition.name());
    page.append("` | ").append(definition.type().name().toLowerCase(Locale.ROOT));
    page.append(" | ")
        .append(code(definition.unit().isEmpty() ? List.of() : List.of(definition.unit())));
    page.append(" | ").append(code(definition.labelNames()));
    page.append(" | ").append(definition.help().replace("|", "\\|"));
    page.append(" | ").append(code(names)).append(" |\n");
  }

  private static String code(Iterable<String> words) {
    StringBuilder text = new StringBuilder();
    for (String word : words) {
      text.append(text.isEmpty() ? "`" : ", `").append(word).append('`');
    }
    return text.toString();
  }

  private static void bounds(
      StringBuilder page, Iterable<TreeMap<String, MetricDefinition>> definitions)
      throws IOException {
    Map<String, TreeSet<String>> byBounds = new TreeMap<>();
    for (TreeMap<String, MetricDefinition> each : definitions) {
      for (MetricDefinition definition : each.values()) {
        if (!definition.bounds().isEmpty()) {
          String bounds = definition.bounds().toString().replace("[", "").replace("]", "");
          byBounds.computeIfAbsent(bounds, none -> new TreeSet<>()).add(definition.name());
        }
      }
    }
    page.append("| bounds | of |\n|---|---|\n");
    byBounds.forEach(
        (bounds, names) ->
            page.append("| ").append(bounds).append(" | ").append(code(names)).append(" |\n"));
  }
}
