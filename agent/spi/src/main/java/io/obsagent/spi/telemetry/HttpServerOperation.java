// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import org.jspecify.annotations.Nullable;

/** A request being served: always a new local root, child of what the caller sent or of nothing. */
public interface HttpServerOperation extends Operation {
  static <Q> @Nullable HttpServerOperation start(HttpServerRequest<Q> reader, Q request) {
    return Telemetry.provider().startHttpServer(reader, request);
  }

  /** The request that the current thread serves, in however deep a span; null for none. */
  static @Nullable HttpServerOperation current() {
    return Telemetry.provider().currentHttpServer();
  }

  /** The request's correlation id: 1–128 characters of {@code [A-Za-z0-9._-]}. */
  String correlationId();

  /** Name of the response header that carries the correlation id. */
  String correlationHeader();

  /**
   * Sets the low-cardinality route, e.g. {@code /products/{id}}. The last call before the end
   * counts, so a framework's route takes the place of its container's.
   */
  void route(String route);

  /** Sets the response status code; the last call before the end counts. */
  void status(int code);

  /**
   * Notes what the application threw and a framework made a response of. It is told as the cause if
   * that response is a server error; a "not found" that was thrown is none.
   */
  void handled(Throwable error);
}
