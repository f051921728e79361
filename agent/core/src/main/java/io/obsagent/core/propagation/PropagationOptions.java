// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.propagation;

import io.obsagent.core.config.CommaList;
import io.obsagent.spi.config.Option;
import java.util.List;
import java.util.Locale;

/** Options of the headers that trace context and correlation ids are read from and written in. */
public final class PropagationOptions {
  public static final Option<List<String>> FORMATS =
      Option.of(
              "propagation",
              "list of tracecontext, baggage, b3, b3multi, jaeger",
              "tracecontext,baggage",
              "Header formats that trace context is read from, first wins, and written in.",
              PropagationOptions::parseFormats)
          .alias("OTEL_PROPAGATORS");

  public static final Option<List<String>> CORRELATION_HEADERS =
      Option.of(
          "correlation.headers",
          "list of header names",
          "X-Correlation-ID,X-Request-ID",
          "Request headers that a correlation id is taken from; it is sent on in the first.",
          PropagationOptions::parseHeaders);

  public static final List<Option<?>> ALL = List.of(FORMATS, CORRELATION_HEADERS);

  private static final int MAX_HEADERS = 8;

  private PropagationOptions() {}

  private static List<String> parseFormats(String text) {
    List<String> formats = CommaList.parse(text.toLowerCase(Locale.ROOT));
    for (String format : formats) {
      if (!Propagation.FORMATS.contains(format)) {
        throw new IllegalArgumentException(
            "expected some of " + Propagation.FORMATS + ", but found '" + format + "'");
      }
    }
    return formats;
  }

  private static List<String> parseHeaders(String text) {
    List<String> names = CommaList.parse(text);
    if (names.isEmpty() || names.size() > MAX_HEADERS) {
      throw new IllegalArgumentException("expected one to " + MAX_HEADERS + " header names");
    }
    for (String name : names) {
      if (!CorrelationIds.isValid(name)) {
        throw new IllegalArgumentException("expected header names, but found '" + name + "'");
      }
    }
    return names;
  }
}
