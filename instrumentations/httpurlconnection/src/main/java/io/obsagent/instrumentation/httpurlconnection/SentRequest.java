// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.httpurlconnection;

import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.CallDepth;
import io.obsagent.spi.telemetry.HeaderSetter;
import io.obsagent.spi.telemetry.HttpClientOperation;
import io.obsagent.spi.telemetry.WeakMap;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * One call of the application into a connection. The request's operation starts with the first of
 * {@code connect}, {@code getOutputStream} and {@code getInputStream}, is current within each, and
 * ends with the response or a failure; ended, it stays to tell that the connection had its request.
 */
record SentRequest(HttpURLConnection connection, HttpClientOperation operation) {
  private static final Guard GUARD = Guard.of(SentRequest.class);
  private static final WeakMap<HttpURLConnection, HttpClientOperation> OPERATIONS = new WeakMap<>();

  /** The three call each other, and themselves when they follow a redirect. */
  private static final CallDepth DEPTH = new CallDepth();

  /** Needs one call of {@link #exit} whatever it answers. */
  static @Nullable SentRequest enter(HttpURLConnection connection) {
    if (!DEPTH.enter()) {
      return null;
    }
    HttpClientOperation operation = OPERATIONS.get(connection);
    if (operation == null) {
      operation = start(connection);
    }
    if (operation == null || operation.ended()) {
      return null;
    }
    operation.attach();
    return new SentRequest(connection, operation);
  }

  private static @Nullable HttpClientOperation start(HttpURLConnection connection) {
    HttpClientOperation operation =
        HttpClientOperation.start(ConnectionReader.INSTANCE, connection);
    if (operation != null) {
      OPERATIONS.put(connection, operation);
      inject(operation, connection);
    }
    return operation;
  }

  private static void inject(HttpClientOperation operation, HttpURLConnection connection) {
    try {
      operation.inject(connection, Headers.INSTANCE);
    } catch (IllegalStateException connected) {
      // It was before the agent was: the headers are gone, the rest can still be watched.
    }
  }

  /** The request's method is final. The operation is current already, so a failure ends here. */
  void sent() {
    try {
      operation.sent(ConnectionReader.INSTANCE, connection);
    } catch (Throwable e) {
      GUARD.caught(e);
    }
  }

  /**
   * After {@code connect} and {@code getOutputStream}: only a failure ends the request. What failed
   * in the network may be tried again, which is another; a misuse leaves it as it was.
   */
  static void exit(@Nullable SentRequest request, @Nullable Throwable thrown) {
    DEPTH.exit();
    if (request != null) {
      request.operation.detach();
      if (thrown != null) {
        if (thrown instanceof IOException && !(thrown instanceof ProtocolException)) {
          OPERATIONS.remove(request.connection);
        }
        request.operation.end(thrown);
      }
    }
  }

  /** After {@code getInputStream}: the response is here, or there will be none. */
  static void answered(@Nullable SentRequest request, @Nullable Throwable thrown) {
    try {
      if (request != null) {
        request.operation.detach();
        int status = request.status();
        if (status > 0) {
          request.operation.status(status);
        }
        // An error status is thrown, too: then the status says more.
        request.operation.end(status > 0 ? null : thrown);
      }
    } finally {
      DEPTH.exit();
    }
  }

  /** The application does not want a response any more. */
  static void abandon(HttpURLConnection connection) {
    HttpClientOperation operation = OPERATIONS.get(connection);
    if (operation != null) {
      operation.end(null);
    }
  }

  /** Known by now, or what failed is thrown again: neither waits for the network. */
  private int status() {
    try {
      return connection.getResponseCode();
    } catch (IOException | RuntimeException e) {
      return -1;
    }
  }

  private enum Headers implements HeaderSetter<HttpURLConnection> {
    INSTANCE;

    @Override
    public void set(HttpURLConnection connection, String name, String value) {
      connection.setRequestProperty(name, value);
    }

    /** A connection cannot forget a header; an empty one says as little. */
    @Override
    public void remove(HttpURLConnection connection, String name) {
      if (connection.getRequestProperty(name) != null) {
        connection.setRequestProperty(name, "");
      }
    }
  }
}
