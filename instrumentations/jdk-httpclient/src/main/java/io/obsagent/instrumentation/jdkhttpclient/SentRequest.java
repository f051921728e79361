// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdkhttpclient;

import io.obsagent.spi.telemetry.HeaderSetter;
import io.obsagent.spi.telemetry.HttpClientOperation;
import io.obsagent.spi.telemetry.WeakMap;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request as the JDK is about to send it. The application's is immutable, and it gets it back
 * with the response; so our headers are added only to what the JDK reads when it writes its own
 * copy to the network:
 *
 * <pre>
 * send(request) ─► new copy(request) ─► new copy(copy) …   redirects, authentication
 *   operation         sent by it          sent by it too
 *                       └► getUserHeaders: the application's headers and ours
 * </pre>
 */
final class SentRequest {
  /** From the call to the JDK's copy, on the caller's thread. */
  private static final ThreadLocal<HttpClientOperation> STARTED = new ThreadLocal<>();

  private static final WeakMap<HttpRequest, SentRequest> SENT = new WeakMap<>();

  private final HttpClientOperation operation;
  private volatile @Nullable HttpHeaders headers;

  private SentRequest(HttpClientOperation operation) {
    this.operation = operation;
  }

  /** Starts the operation of a request, current from now on; null where there is none. */
  static @Nullable HttpClientOperation start(@Nullable HttpRequest request) {
    if (request == null) {
      return null;
    }
    HttpClientOperation operation = HttpClientOperation.start(RequestReader.INSTANCE, request);
    if (operation != null) {
      operation.attach();
      STARTED.set(operation);
    }
    return operation;
  }

  /** Leaves the call, with or without a copy of the request. */
  static void leave(HttpClientOperation operation) {
    STARTED.remove();
    operation.detach();
  }

  static void copied(HttpRequest copy) {
    HttpClientOperation operation = STARTED.get();
    if (operation != null) {
      STARTED.remove();
      SENT.put(copy, new SentRequest(operation));
    }
  }

  static void copiedAgain(@Nullable SentRequest from, HttpRequest copy) {
    if (from != null) {
      SENT.put(copy, new SentRequest(from.operation));
    }
  }

  static @Nullable SentRequest of(HttpRequest copy) {
    return SENT.get(copy);
  }

  /** The headers to write; read more than once, with one result. */
  HttpHeaders headers(HttpHeaders own) {
    HttpHeaders known = headers;
    if (known == null) {
      Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      all.putAll(own.map());
      operation.inject(all, Setter.INSTANCE);
      known = HttpHeaders.of(all, (name, value) -> true);
      headers = known;
    }
    return known;
  }

  private enum Setter implements HeaderSetter<Map<String, List<String>>> {
    INSTANCE;

    @Override
    public void set(Map<String, List<String>> headers, String name, String value) {
      headers.put(name, List.of(value));
    }

    @Override
    public void remove(Map<String, List<String>> headers, String name) {
      headers.remove(name);
    }
  }
}
