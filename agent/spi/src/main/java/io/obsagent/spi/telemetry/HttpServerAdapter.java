// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that the agent has to know of a server library: how to read its request, and where its
 * response stands. Stateless, one constant per module. The names of headers are compared without
 * regard to case.
 *
 * @param <Q> the library's request
 * @param <R> the library's response, or whatever of it is at hand until the request ends
 */
public interface HttpServerAdapter<Q, R> extends TextMapGetter<Q> {
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

  /** The first value of a header, or null without it. */
  @Override
  @Nullable String get(@Nullable Q request, String name);

  /**
   * The values of all header lines of a name, in order. Not to be inherited: what looks at the
   * first line only continues a trace that its caller did not mean.
   */
  @Override
  Iterator<String> getAll(@Nullable Q request, String name);

  /** The agent asks for headers by their names only. */
  @Override
  default Iterable<String> keys(Q request) {
    return List.of();
  }

  /** The status code as it is now; 0 where there is none yet. */
  int status(R response);

  /** Whether status and headers are on their way, so that nothing changes them any more. */
  boolean isCommitted(R response);

  /**
   * What the client gets when an exception comes out of the server's entry before there is an
   * answer: {@link HttpServerOperation#NO_ANSWER} of a server that only drops the connection.
   */
  default int statusWhenThrown() {
    return 500;
  }

  /** Adds a response header unless the application has set one of that name. */
  void setHeader(R response, String name, String value);
}
