// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.propagation;

import io.obsagent.spi.redact.Redaction;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes a correlation id from a request if it is one; anything else is as if it were absent. */
public final class CorrelationIds {
  public static final String BAGGAGE_KEY = "correlation_id";

  private static final int MAX_LENGTH = 128;

  private final String[] headers;

  public CorrelationIds(List<String> headers) {
    this.headers = headers.toArray(new String[0]);
  }

  /** The header that the id is sent on in, and answered in. */
  public String header() {
    return headers[0];
  }

  public <Q> @Nullable String read(Q request, TextMapGetter<Q> getter) {
    for (String header : headers) {
      String value = getter.get(request, header);
      if (value != null && isValid(value)) {
        return value;
      }
    }
    return null;
  }

  public static boolean isValid(String value) {
    int length = value.length();
    if (length == 0 || length > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      boolean allowed =
          c >= 'a' && c <= 'z'
              || c >= 'A' && c <= 'Z'
              || c >= '0' && c <= '9'
              || c == '.'
              || c == '_'
              || c == '-';
      if (!allowed) {
        return false;
      }
    }
    // Ids stand on spans and log lines, and go on in headers: a key that was sent as one is none.
    return Redaction.keys(value).equals(value);
  }
}
