// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.traces;

import io.obsagent.spi.export.FinishedSpan;
import io.opentelemetry.api.common.AttributeKey;
import java.util.function.BiConsumer;

/**
 * What the first span of a trace says of it. Immutable.
 *
 * @param service whose span it is
 * @param route empty if it is no request, or has none
 * @param statusCode 0 if it is no request
 */
record Summary(String service, String method, String route, int statusCode) {

  /**
   * @param self the service's name of this process
   */
  static Summary of(FinishedSpan root, String self) {
    Reader reader = new Reader(self);
    root.forEachAttribute(reader);
    return new Summary(reader.service, reader.method, reader.route, reader.status);
  }

  /** Whose span it is: spans of other processes say so themselves. */
  static String service(FinishedSpan span, String self) {
    Reader reader = new Reader(self);
    span.forEachAttribute(reader);
    return reader.service;
  }

  private static final class Reader implements BiConsumer<AttributeKey<?>, Object> {
    String service;
    String method = "";
    String route = "";
    int status;

    Reader(String self) {
      this.service = self;
    }

    @Override
    public void accept(AttributeKey<?> key, Object value) {
      switch (key.getKey()) {
        case "service.name" -> service = String.valueOf(value);
        case "http.request.method" -> method = String.valueOf(value);
        case "http.route" -> route = String.valueOf(value);
        case "http.response.status_code" ->
            status = value instanceof Number number ? number.intValue() : 0;
        default -> {}
      }
    }
  }
}
