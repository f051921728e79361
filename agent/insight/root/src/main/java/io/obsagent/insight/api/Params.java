// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.api;

import io.obsagent.insight.labels.LabelMatcher;
import io.obsagent.insight.promql.Expr;
import io.obsagent.insight.promql.PromqlException;
import io.obsagent.insight.promql.PromqlParser;
import io.obsagent.spi.http.Request;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** A request's parameters, of the address and of a form alike. Immutable. */
public final class Params {
  private static final int MAX_TEXT = 100_000;

  private final Request request;

  Params(Request request) {
    this.request = request;
  }

  /** What the segment of the route in braces matched. */
  public String path(String name) {
    return request.pathParameter(name);
  }

  /** The body of a request that is no form. */
  public String body() {
    return new String(request.body(), StandardCharsets.UTF_8);
  }

  /** The request as it came, for its headers and the bytes of its body. */
  public Request request() {
    return request;
  }

  /** Whether the caller is a person with a browser. */
  public boolean wantsPage() {
    String accept = request.header("accept");
    return accept != null && accept.contains("text/html");
  }

  public List<String> all(String name) {
    return request.parameters().getOrDefault(name, List.of());
  }

  public String text(String name) {
    List<String> all = all(name);
    String text = all.isEmpty() ? "" : all.get(0);
    if (text.length() > MAX_TEXT) {
      throw ApiException.badData(
          "invalid parameter \"" + name + "\": longer than " + MAX_TEXT + " characters");
    }
    return text;
  }

  public Expr expression(String name) {
    try {
      return PromqlParser.parse(text(name));
    } catch (PromqlException e) {
      throw ApiException.badData("invalid parameter \"" + name + "\": " + e.getMessage());
    }
  }

  /** Unix seconds or RFC 3339, in milliseconds. */
  public long time(String name, long otherwise) {
    String text = text(name);
    return text.isEmpty()
        ? otherwise
        : time(name, text, "Invalid time value for '" + name + "': cannot parse ");
  }

  /** The same, of one that must be given. */
  public long time(String name) {
    return time(name, text(name), "cannot parse ");
  }

  private static long time(String name, String text, String complaint) {
    try {
      return new BigDecimal(text).movePointRight(3).longValueExact();
    } catch (ArithmeticException e) {
      return clamp(Double.parseDouble(text) * 1000);
    } catch (NumberFormatException e) {
      return date(name, text, complaint);
    }
  }

  private static long date(String name, String text, String complaint) {
    try {
      return OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      throw ApiException.badData(
          "invalid parameter \""
              + name
              + "\": "
              + complaint
              + '"'
              + text
              + "\" to a valid timestamp");
    }
  }

  private static long clamp(double millis) {
    double limit = Long.MAX_VALUE / 4.0;
    return Math.round(Math.max(-limit, Math.min(limit, millis)));
  }

  /** Seconds or {@code 5m}, in milliseconds. */
  public long duration(String name) {
    return duration(name, "invalid parameter \"" + name + "\": ");
  }

  /**
   * The same.
   *
   * @param complaint begins what is told of one that is none
   */
  public long duration(String name, String complaint) {
    String text = text(name);
    if (text.endsWith("d")) { // for Java a double: 1d would be a second
      return durationText(text, complaint);
    }
    try {
      return clamp(Double.parseDouble(text) * 1000);
    } catch (NumberFormatException e) {
      return durationText(text, complaint);
    }
  }

  private static long durationText(String text, String complaint) {
    try {
      if (!text.isEmpty() && PromqlParser.parse(text) instanceof Expr.NumberLiteral number) {
        return clamp(number.value() * 1000);
      }
    } catch (PromqlException e) {
      // told below
    }
    throw ApiException.badData(complaint + "cannot parse \"" + text + "\" to a valid duration");
  }

  public int limit() {
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

  public List<List<LabelMatcher>> selectors() {
    List<List<LabelMatcher>> selectors = new ArrayList<>();
    for (String text : all("match[]")) {
      try {
        List<LabelMatcher> matchers = PromqlParser.parseSelector(text);
        if (matchers.stream().allMatch(matcher -> matcher.matches(""))) {
          throw ApiException.badData(
              "invalid parameter \"match[]\": match[] must contain at least one non-empty matcher");
        }
        selectors.add(matchers);
      } catch (PromqlException e) {
        throw ApiException.badData("invalid parameter \"match[]\": " + e.getMessage());
      }
    }
    return selectors;
  }
}
