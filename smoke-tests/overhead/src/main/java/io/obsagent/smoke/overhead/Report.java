// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.overhead;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures as a Markdown table, one column a contestant, and as JSON. */
record Report(List<Result> results) {

  String markdown() {
    StringBuilder table = new StringBuilder("| |");
    results.forEach(result -> table.append(' ').append(result.name()).append(" |"));
    table.append("\n|---|").append("---|".repeat(results.size())).append('\n');
    Map<String, Double> base = results.get(0).figures();
    for (Map.Entry<String, Double> row : base.entrySet()) {
      table.append("| ").append(row.getKey()).append(" |");
      for (Result result : results) {
        table.append(' ').append(cell(result.figures().get(row.getKey()), row.getValue(), result));
      }
      table.append('\n');
    }
    return table.toString();
  }

  private String cell(double value, double base, Result result) {
    if (result == results.get(0) || base == 0) {
      return String.format(Locale.ROOT, "%.2f |", value);
    }
    return String.format(Locale.ROOT, "%.2f (%+.2f, ×%.2f) |", value, value - base, value / base);
  }

  void writeJson(Path file) throws IOException {
    Map<String, Map<String, Double>> all = new LinkedHashMap<>();
    results.forEach(result -> all.put(result.name(), result.figures()));
    Files.write(
        file, new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsBytes(all));
  }
}
