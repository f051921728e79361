// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import io.opentelemetry.context.propagation.TextMapGetter;
import org.jspecify.annotations.Nullable;

/** A remote call, made or served. Null inside another operation of its kind. */
public interface RpcOperation extends Operation {
  /** Begins a call; what it does over HTTP is not watched besides. */
  static @Nullable RpcOperation startClient(RpcCall call) {
    return Telemetry.provider().startRpcClient(call, WorkKind.RPC_CLIENT);
  }

  /** Begins a call of a service's API: its requests over HTTP are watched, too, each an attempt. */
  static @Nullable RpcOperation startApiCall(RpcCall call) {
    return Telemetry.provider().startRpcClient(call, WorkKind.API_CLIENT);
  }

  /** Begins to serve a call; always a new local root. */
  static <Q> @Nullable RpcOperation startServer(RpcCall call, TextMapGetter<Q> reader, Q request) {
    return Telemetry.provider().startRpcServer(call, reader, request);
  }

  /** Writes trace context, baggage and correlation id into a call that is made. */
  <C> void inject(C carrier, HeaderSetter<C> setter);

  /**
   * The answer's status.
   *
   * @param code the system's own: {@code OK}, {@code UNAVAILABLE} …
   * @param error whether it is one of those that are this side's failure
   */
  void status(String code, boolean error);
}
