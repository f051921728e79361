// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;

/** An outgoing HTTP request. Null while another HTTP client call is current: only the outermost. */
public interface HttpClientOperation extends Operation {
  static <Q> @Nullable HttpClientOperation start(HttpClientRequest<Q> reader, Q request) {
    return Telemetry.provider().startHttpClient(reader, request);
  }

  /** Writes trace context, baggage and correlation id into the outgoing headers. */
  <C> void inject(C carrier, TextMapSetter<C> setter);

  /** Sets the response status code. */
  void status(int code);
}
