// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.overhead;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The figures as a Markdown table, one column a contestant, and as JSON.
 *
 * <p>A cell is the median of the windows. Its difference to the first contestant is the median of
 * the differences within each round, with half the range between their quartiles behind ±: the
 * machine may become slower from round to round, but hits the windows of one round alike.
 */
record Report(List<Result> results) {

  String markdown() {
    StringBuilder table = new StringBuilder("| |");
    results.forEach(result -> table.append(' ').append(result.name()).append(" |"));
    table.append("\n|---|").append("---|".repeat(results.size())).append('\n');
    for (Map.Entry<String, List<Double>> row : results.get(0).figures().entrySet()) {
      table.append("| ").append(row.getKey()).append(" |");
      for (Result result : results) {
        List<Double> values = result.figures().getOrDefault(row.getKey(), List.of());
        table.append(' ').append(cell(values, row.getValue(), result == results.get(0)));
      }
      table.append('\n');
    }
    return table.toString();
  }

  /**
   * What each contestant after the second adds to a request, as a multiple of what the second adds:
   * the ratio of two figures of one machine says something about another one. Whoever has sent no
   * spans has not done the work; a dash is where either adds nothing that can be measured.
   */
  String ratios() {
    if (results.size() < 3) {
      return "";
    }
    StringBuilder table = new StringBuilder("\n| added, as a multiple of ");
    table.append(results.get(1).name()).append("'s |");
    List<Result> others = results.subList(2, results.size());
    others.forEach(result -> table.append(' ').append(result.name()).append(" |"));
    table.append("\n|---|").append("---|".repeat(others.size())).append('\n');
    for (String path : results.get(0).paths()) {
      for (String figure : List.of(" CPU, µs", " allocated, KiB")) {
        table.append("| ").append(path).append(figure, 0, figure.indexOf(',')).append(" |");
        for (Result other : others) {
          table.append(' ').append(ratio(other, path, figure)).append(" |");
        }
        table.append('\n');
      }
    }
    return table.toString();
  }

  private String ratio(Result other, String path, String figure) {
    if (Result.median(other.figures().get(path + " spans")) == 0) {
      return "no spans";
    }
    double ours = added(results.get(1), path + figure);
    double theirs = added(other, path + figure);
    return ours > 0 && theirs > 0 ? String.format(Locale.ROOT, "×%.1f", theirs / ours) : "–";
  }

  private double added(Result result, String figure) {
    return Result.median(
        differences(result.figures().get(figure), results.get(0).figures().get(figure)));
  }

  private static List<Double> differences(List<Double> values, List<Double> base) {
    List<Double> differences = new ArrayList<>();
    for (int i = 0; i < Math.min(values.size(), base.size()); i++) {
      differences.add(values.get(i) - base.get(i));
    }
    differences.sort(null);
    return differences;
  }

  private static String cell(List<Double> values, List<Double> base, boolean isBase) {
    double value = Result.median(values);
    double baseValue = Result.median(base);
    if (isBase || baseValue == 0) {
      return String.format(Locale.ROOT, "%.2f |", value);
    }
    List<Double> differences = differences(values, base);
    int quarter = differences.size() / 4;
    double spread =
        (differences.get(differences.size() - 1 - quarter) - differences.get(quarter)) / 2;
    return String.format(
        Locale.ROOT,
        differences.size() > 1 ? "%.2f (%+.2f ±%.2f, ×%.2f) |" : "%.2f (%+.2f, ×%4$.2f) |",
        value,
        Result.median(differences),
        spread,
        value / baseValue);
  }

  void writeJson(Path file) throws IOException {
    Map<String, Map<String, List<Double>>> all = new LinkedHashMap<>();
    results.forEach(result -> all.put(result.name(), result.figures()));
    Files.write(
        file, new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsBytes(all));
  }
}
