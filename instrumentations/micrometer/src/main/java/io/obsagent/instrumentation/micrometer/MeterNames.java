// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.micrometer;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.NamingConvention;

/**
 * Names as Micrometer's registry for Prometheus gives them: words between underscores, the base
 * unit at the end, and {@code _total} of what only grows.
 */
final class MeterNames {
  private MeterNames() {}

  static String name(Meter.Id id) {
    String name = NamingConvention.snakeCase.name(id.getName(), id.getType(), id.getBaseUnit());
    String unit = isTimed(id) ? "seconds" : id.getBaseUnit();
    boolean hasUnit = unit != null && !unit.isEmpty() && id.getType() != Meter.Type.OTHER;
    if (hasUnit && (isTimed(id) || !name.endsWith("_" + unit))) {
      name += "_" + unit;
    }
    if (id.getType() == Meter.Type.COUNTER && !name.endsWith("_total")) {
      name += "_total";
    }
    return valid(name);
  }

  static String label(String tag) {
    return valid(NamingConvention.snakeCase.tagKey(tag));
  }

  static String help(Meter.Id id) {
    String description = id.getDescription();
    return description == null ? "" : description;
  }

  /** OpenTelemetry's word for the base unit. */
  static String unit(Meter.Id id) {
    String unit = isTimed(id) ? "seconds" : id.getBaseUnit();
    if (unit == null || unit.isEmpty()) {
      return "";
    }
    return switch (unit) {
      case "seconds" -> "s";
      case "milliseconds" -> "ms";
      case "bytes" -> "By";
      case "percent" -> "%";
      default -> "{" + unit + "}";
    };
  }

  static boolean isTimed(Meter.Id id) {
    return id.getType() == Meter.Type.TIMER || id.getType() == Meter.Type.LONG_TASK_TIMER;
  }

  private static String valid(String name) {
    StringBuilder valid = new StringBuilder(name.length() + 2);
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
      valid.append(letter || c >= '0' && c <= '9' || c == ':' ? c : '_');
    }
    boolean begins = valid.length() > 0 && Character.isLetter(valid.charAt(0));
    return begins ? valid.toString() : "m_" + valid;
  }
}
