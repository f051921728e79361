// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * A request being served: always a new local root, child of what the caller sent or of nothing. It
 * is started and ended by the module of the server, by way of {@link ServerExchange}; the modules
 * of frameworks above find it by {@link #current} and add what they know.
 */
public interface HttpServerOperation extends Operation {
  /** A {@link #status} to say that the client got no answer. */
  int NO_ANSWER = -1;

  /** The request that the current thread serves, in however deep a span; null for none. */
  static @Nullable HttpServerOperation current() {
    return Telemetry.provider().currentHttpServer();
  }

  /** Tells by what the server's module serves the request; {@link ServerExchange} does. */
  void servedBy(ServerExchange<?> exchange);

  /** What the request is {@link #servedBy served by}; null where nobody told, and at the end. */
  @Nullable ServerExchange<?> exchange();

  /** The request's correlation id: 1–128 characters of {@code [A-Za-z0-9._-]}. */
  String correlationId();

  /** Name of the response header that carries the correlation id. */
  String correlationHeader();

  /**
   * Sets the low-cardinality route, e.g. {@code /products/{id}}, unless there is one that counts
   * for more; {@link RouteSource} says which does. An empty one is none.
   */
  void route(RouteSource source, String route);

  /**
   * Sets the response status code; the last call before the end counts. Without any call, an error
   * is a 500.
   */
  void status(int code);

  /**
   * Notes what the application threw and a framework made a response of. It is told as the cause if
   * that response is a server error; a "not found" that was thrown is none.
   */
  void handled(Throwable error);
}
