// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import io.opentelemetry.context.propagation.TextMapGetter;
import org.jspecify.annotations.Nullable;

/**
 * Reads a server library's request; stateless, one constant per module. Headers come through {@link
 * TextMapGetter}.
 */
public interface HttpServerRequest<Q> extends TextMapGetter<Q> {
  String method(Q request);

  /** {@code http} or {@code https}. */
  String scheme(Q request);

  /** The raw path without query; used for exclusions and {@code url.path}, never as a label. */
  String path(Q request);

  /** The raw query string, or null; sanitised before it is kept. */
  @Nullable String query(Q request);

  /** {@code 1.1}, {@code 2} …, or null where not known cheaply. */
  @Nullable String protocolVersion(Q request);

  /** Address of the peer, or null where not known cheaply. */
  @Nullable String clientAddress(Q request);
}
