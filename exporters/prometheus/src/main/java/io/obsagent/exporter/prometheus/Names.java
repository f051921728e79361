// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.prometheus;

/** Names as both formats allow them. */
final class Names {
  private Names() {}

  /** The name itself if it is valid; else with an underscore for every wrong character. */
  static String valid(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (!isValid(name.charAt(i), i)) {
        return replaced(name);
      }
    }
    return name.isEmpty() ? "_" : name;
  }

  /** Whether the name needs neither quotes nor underscores. */
  static boolean isPlain(String name) {
    return !name.isEmpty() && valid(name) == name;
  }

  private static String replaced(String name) {
    StringBuilder valid = new StringBuilder(name.length() + 1);
    if (name.charAt(0) >= '0' && name.charAt(0) <= '9') {
      valid.append('_');
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      valid.append(isValid(c, 1) ? c : '_');
    }
    return valid.toString();
  }

  private static boolean isValid(char c, int position) {
    boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == ':';
    return letter || position > 0 && c >= '0' && c <= '9';
  }

  /** Prometheus' word for an OpenTelemetry unit, where there is one; else empty. */
  static String unit(String unit) {
    return switch (unit) {
      case "s" -> "seconds";
      case "By" -> "bytes";
      case "1" -> "ratio";
      case "%" -> "percent";
      default -> "";
    };
  }
}
