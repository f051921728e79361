// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

import io.obsagent.spi.http.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parameters of a query string and of a form. */
final class Parameters {
  private static final int MAX = 1000;
  private static final String FORM = "application/x-www-form-urlencoded";

  private Parameters() {}

  /**
   * @throws IllegalArgumentException if there are too many, or one cannot be decoded
   */
  static Map<String, List<String>> parse(@Nullable String query, Request head, byte[] body) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    add(query, parameters);
    String type = head.header("content-type");
    if (body.length > 0 && type != null && type.regionMatches(true, 0, FORM, 0, FORM.length())) {
      add(new String(body, StandardCharsets.UTF_8), parameters);
    }
    return parameters;
  }

  private static void add(@Nullable String encoded, Map<String, List<String>> parameters) {
    int start = 0;
    int count = 0;
    while (encoded != null && start < encoded.length()) {
      int and = encoded.indexOf('&', start);
      int end = and < 0 ? encoded.length() : and;
      if (end > start) {
        if (++count > MAX) {
          throw new IllegalArgumentException("at most " + MAX + " parameters");
        }
        String pair = encoded.substring(start, end);
        int equals = pair.indexOf('=');
        String name = decode(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
        List<String> values = parameters.get(name);
        if (values == null) {
          values = new ArrayList<>(1);
          parameters.put(name, values);
        }
        values.add(value);
      }
      start = end + 1;
    }
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
