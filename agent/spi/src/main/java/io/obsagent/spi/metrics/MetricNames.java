// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.metrics;

import java.util.Map;

/**
 * Names as OpenTelemetry's own exporter for Prometheus gives them: underscores for what Prometheus
 * does not allow, the unit in words at the end, and {@code _total} of what only grows. See <a
 * href="https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/">the
 * specification</a>.
 */
public final class MetricNames {
  private static final String TOTAL = "_total";

  private static final Map<String, String> UNITS =
      Map.ofEntries(
          Map.entry("d", "days"),
          Map.entry("h", "hours"),
          Map.entry("min", "minutes"),
          Map.entry("s", "seconds"),
          Map.entry("ms", "milliseconds"),
          Map.entry("us", "microseconds"),
          Map.entry("ns", "nanoseconds"),
          Map.entry("By", "bytes"),
          Map.entry("KiBy", "kibibytes"),
          Map.entry("MiBy", "mebibytes"),
          Map.entry("GiBy", "gibibytes"),
          Map.entry("TiBy", "tebibytes"),
          Map.entry("KBy", "kilobytes"),
          Map.entry("MBy", "megabytes"),
          Map.entry("GBy", "gigabytes"),
          Map.entry("TBy", "terabytes"),
          Map.entry("m", "meters"),
          Map.entry("V", "volts"),
          Map.entry("A", "amperes"),
          Map.entry("J", "joules"),
          Map.entry("W", "watts"),
          Map.entry("g", "grams"),
          Map.entry("Cel", "celsius"),
          Map.entry("Hz", "hertz"),
          Map.entry("%", "percent"));

  private static final Map<String, String> PER =
      Map.of("s", "second", "m", "minute", "min", "minute", "h", "hour", "d", "day");

  private MetricNames() {}

  /**
   * @param unit as OpenTelemetry writes it; may be empty
   * @param counter whether it only grows
   * @param gauge whether it is a value now
   */
  public static String of(String name, String unit, boolean counter, boolean gauge) {
    String valid = valid(name);
    String base =
        counter && valid.endsWith(TOTAL)
            ? valid.substring(0, valid.length() - TOTAL.length())
            : valid;
    String word = unit.equals("1") ? gauge ? "ratio" : "" : word(unit);
    if (!word.isEmpty() && !base.endsWith("_" + word)) {
      base += "_" + word;
    }
    return counter ? base + TOTAL : base;
  }

  /** What stands in braces is a note, and no unit. */
  private static String word(String unit) {
    int brace = unit.indexOf('{');
    String plain = brace < 0 ? unit : unit.substring(0, brace);
    int slash = unit.indexOf('/');
    if (slash >= 0) {
      String above = word(unit.substring(0, slash));
      String below = unit.substring(slash + 1);
      return above + (above.isEmpty() ? "per_" : "_per_") + valid(PER.getOrDefault(below, below));
    }
    return plain.isEmpty() ? "" : valid(UNITS.getOrDefault(plain, plain));
  }

  /** Letters, digits and single underscores. */
  public static String valid(String name) {
    StringBuilder valid = new StringBuilder(name.length() + 1);
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean digit = c >= '0' && c <= '9';
      boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
      boolean after = !valid.isEmpty() && valid.charAt(valid.length() - 1) == '_';
      if (digit && valid.isEmpty()) {
        valid.append('_');
      }
      if (letter || digit) {
        valid.append(c);
      } else if (!after) {
        valid.append('_');
      }
    }
    return valid.toString();
  }
}
