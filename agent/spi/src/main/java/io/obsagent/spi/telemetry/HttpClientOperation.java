// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import org.jspecify.annotations.Nullable;

/** An outgoing HTTP request. Null while another HTTP client call is current: only the outermost. */
public interface HttpClientOperation extends Operation {
  static <Q> @Nullable HttpClientOperation start(HttpClientRequest<Q> reader, Q request) {
    return Telemetry.provider().startHttpClient(reader, request);
  }

  /**
   * Tells the request as it goes out: method, host and path may have changed since the start, by
   * the application's interceptors or by the library. The first call counts, for redirects and
   * retries follow.
   */
  <Q> void sent(HttpClientRequest<Q> reader, Q request);

  /**
   * Writes trace context, baggage and correlation id into the outgoing headers. Headers of the same
   * formats that are not written are removed: they belong to another trace.
   */
  <C> void inject(C carrier, HeaderSetter<C> setter);

  /** Sets the response status code. */
  void status(int code);
}
