// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.api;

import io.obsagent.insight.labels.LabelMatcher;
import io.obsagent.insight.promql.Expr;
import io.obsagent.insight.promql.PromqlException;
import io.obsagent.insight.promql.PromqlParser;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A request's parameters, of the address and of a form alike. */
final class Params {
  private static final int MAX_TEXT = 100_000;

  private final Map<String, List<String>> values;

  Params(Map<String, List<String>> values) {
    this.values = values;
  }

  List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  String text(String name) {
    List<String> all = all(name);
    String text = all.isEmpty() ? "" : all.get(0);
    if (text.length() > MAX_TEXT) {
      throw ApiException.badData(
          "invalid parameter \"" + name + "\": longer than " + MAX_TEXT + " characters");
    }
    return text;
  }

  Expr expression(String name) {
    try {
      return PromqlParser.parse(text(name));
    } catch (PromqlException e) {
      throw ApiException.badData("invalid parameter \"" + name + "\": " + e.getMessage());
    }
  }

  /** Unix seconds or RFC 3339, in milliseconds. */
  long time(String name, long otherwise) {
    String text = text(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      return new BigDecimal(text).movePointRight(3).longValueExact();
    } catch (ArithmeticException e) {
      return clamp(Double.parseDouble(text) * 1000);
    } catch (NumberFormatException e) {
      return date(name, text);
    }
  }

  private static long date(String name, String text) {
    try {
      return OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      throw ApiException.badData(
          "invalid parameter \"" + name + "\": cannot parse \"" + text + "\" to a valid timestamp");
    }
  }

  private static long clamp(double millis) {
    double limit = Long.MAX_VALUE / 4.0;
    return Math.round(Math.max(-limit, Math.min(limit, millis)));
  }

  /** Seconds or {@code 5m}, in milliseconds. */
  long duration(String name) {
    String text = text(name);
    try {
      return clamp(Double.parseDouble(text) * 1000);
    } catch (NumberFormatException e) {
      return durationText(name, text);
    }
  }

  private static long durationText(String name, String text) {
    try {
      if (!text.isEmpty() && PromqlParser.parse(text) instanceof Expr.NumberLiteral number) {
        return clamp(number.value() * 1000);
      }
    } catch (PromqlException e) {
      // told below
    }
    throw ApiException.badData(
        "invalid parameter \"" + name + "\": cannot parse \"" + text + "\" to a valid duration");
  }

  int limit() {
    String text = text("limit");
    try {
      int limit = text.isEmpty() ? 0 : Integer.parseInt(text);
      if (limit >= 0) {
        return limit == 0 ? Integer.MAX_VALUE : limit;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw ApiException.badData("invalid parameter \"limit\": limit must be non-negative");
  }

  List<List<LabelMatcher>> selectors() {
    List<List<LabelMatcher>> selectors = new ArrayList<>();
    for (String text : all("match[]")) {
      try {
        selectors.add(PromqlParser.parseSelector(text));
      } catch (PromqlException e) {
        throw ApiException.badData("invalid parameter \"match[]\": " + e.getMessage());
      }
    }
    return selectors;
  }
}
