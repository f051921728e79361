// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import org.jspecify.annotations.Nullable;

/** Reads a client library's request; stateless, one constant per module. */
public interface HttpClientRequest<Q> {
  String method(Q request);

  /** The whole URL; credentials and secret query parameters are redacted before it is kept. */
  String url(Q request);

  @Nullable String host(Q request);

  /** The port; the scheme's default where the URL names none, -1 where not known. */
  int port(Q request);
}
