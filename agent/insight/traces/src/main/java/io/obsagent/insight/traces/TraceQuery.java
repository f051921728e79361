// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.traces;

import io.obsagent.insight.api.ApiException;
import io.obsagent.insight.api.Params;
import io.obsagent.spi.export.SpanCopy;
import io.opentelemetry.api.common.AttributeKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What is searched for. Immutable.
 *
 * @param route the route or the name of the first span, with {@code *} for anything; empty for all
 * @param minNanos that the trace took at least
 * @param status {@code ok}, {@code error}, a status code or {@code 5xx}; empty for all
 * @param attributes each is {@code key=value} or {@code key}, and one span has it
 * @param sinceNanos since the epoch, when the trace began at the earliest
 * @param untilNanos since the epoch, when the trace began at the latest
 */
record TraceQuery(
    String route,
    long minNanos,
    String status,
    List<String> attributes,
    long sinceNanos,
    long untilNanos,
    int limit) {
  private static final long MILLI = 1_000_000;
  private static final int USUAL = 50;
  private static final int MOST = 1_000;
  private static final int MOST_ATTRIBUTES = 8;
  private static final int MOST_CHARS = 1_024;
  private static final Pattern STATUS = Pattern.compile("|ok|error|[1-5](xx|\\d\\d)");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,15}(\\.\\d{1,9})?");
  private static final Pattern TIME_SPAN = Pattern.compile("\\d+(ms|[smhdwy])(\\d.*)?");

  static TraceQuery of(Params params, long nowMillis) {
    String status = bounded(params, "status");
    if (!STATUS.matcher(status).matches()) {
      throw ApiException.badData(
          "invalid parameter \"status\": expected ok, error, a code as 404, or 5xx");
    }
    List<String> attributes = params.all("attr");
    if (attributes.size() > MOST_ATTRIBUTES) {
      throw ApiException.badData(
          "invalid parameter \"attr\": at most " + MOST_ATTRIBUTES + " may be given");
    }
    for (String attribute : attributes) {
      if (attribute.length() > MOST_CHARS || attribute.startsWith("=")) {
        throw ApiException.badData("invalid parameter \"attr\": expected key=value, or key");
      }
    }
    int limit = params.text("limit").isEmpty() ? USUAL : Math.min(MOST, params.limit());
    return new TraceQuery(
        bounded(params, "route"),
        min(params),
        status,
        List.copyOf(attributes.stream().filter(text -> !text.isEmpty()).toList()),
        instant(params, "since", nowMillis, Long.MIN_VALUE),
        instant(params, "until", nowMillis, Long.MAX_VALUE),
        limit);
  }

  private static String bounded(Params params, String name) {
    String text = params.text(name);
    if (text.length() > MOST_CHARS) {
      throw ApiException.badData(
          "invalid parameter \"" + name + "\": longer than " + MOST_CHARS + " characters");
    }
    return text;
  }

  private static long min(Params params) {
    String text = bounded(params, "min");
    if (text.isEmpty()) {
      return 0;
    }
    return NUMBER.matcher(text).matches()
        ? (long) (Double.parseDouble(text) * MILLI)
        : Math.multiplyExact(Math.min(params.duration("min"), Long.MAX_VALUE / MILLI), MILLI);
  }

  private static long instant(Params params, String name, long nowMillis, long otherwise) {
    String text = bounded(params, name);
    if (text.isEmpty()) {
      return otherwise;
    }
    long millis =
        TIME_SPAN.matcher(text).matches() ? nowMillis - params.duration(name) : params.time(name);
    return Math.max(-Long.MAX_VALUE / MILLI, Math.min(Long.MAX_VALUE / MILLI, millis)) * MILLI;
  }

  /** What can be told without reading the spans. */
  boolean mayMatch(StoredTrace trace) {
    return trace.startNanos >= sinceNanos
        && trace.startNanos <= untilNanos
        && trace.durationNanos >= minNanos
        && (!status.equals("error") || trace.failed)
        && (!status.equals("ok") || !trace.failed);
  }

  boolean matches(StoredTrace trace, Summary summary, List<SpanCopy> spans) {
    return (route.isEmpty() || like(route, summary.route()) || like(route, trace.name))
        && hasStatus(summary.statusCode())
        && attributes.stream().allMatch(wanted -> hasAttribute(spans, wanted));
  }

  private boolean hasStatus(int code) {
    if (status.isEmpty() || !Character.isDigit(status.charAt(0))) {
      return true;
    }
    return status.endsWith("xx")
        ? code / 100 == status.charAt(0) - '0'
        : code == Integer.parseInt(status);
  }

  private static boolean hasAttribute(List<SpanCopy> spans, String wanted) {
    int separator = wanted.indexOf('=');
    String key = separator < 0 ? wanted : wanted.substring(0, separator);
    for (SpanCopy span : spans) {
      for (Map.Entry<AttributeKey<?>, Object> attribute : span.attributes().entrySet()) {
        if (attribute.getKey().getKey().equals(key)
            && (separator < 0
                || String.valueOf(attribute.getValue()).equals(wanted.substring(separator + 1)))) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether a text is like a pattern in which an asterisk stands for anything. */
  static boolean like(String pattern, String text) {
    List<String> parts = new ArrayList<>(List.of(pattern.split("\\*", -1)));
    if (parts.size() == 1) {
      return pattern.equals(text);
    }
    String first = parts.remove(0);
    String last = parts.remove(parts.size() - 1);
    if (!text.startsWith(first)) {
      return false;
    }
    int at = first.length();
    for (String part : parts) {
      int found = text.indexOf(part, at);
      if (found < 0) {
        return false;
      }
      at = found + part.length();
    }
    return text.length() - at >= last.length() && text.endsWith(last);
  }
}
