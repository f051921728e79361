// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.httpurlconnection;

import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import java.net.HttpURLConnection;
import org.jspecify.annotations.Nullable;

/** Advice for the methods by which a connection is used. */
final class ConnectionAdvices {
  private ConnectionAdvices() {}

  /**
   * Advice for {@code connect}. The headers are fixed from here on, and so the operation starts
   * here.
   */
  static final class Connect {
    private Connect() {}

    @OnEnter
    static @Nullable SentRequest enter(@This HttpURLConnection connection) {
      return SentRequest.enter(connection);
    }

    @OnExit
    static void exit(@Token @Nullable SentRequest request, @Thrown @Nullable Throwable thrown) {
      SentRequest.exit(request, thrown);
    }
  }

  /** Advice for {@code getOutputStream}, which turns GET into POST, of an open connection, too. */
  static final class Output {
    private Output() {}

    @OnEnter
    static @Nullable SentRequest enter(@This HttpURLConnection connection) {
      return SentRequest.enter(connection);
    }

    @OnExit
    static void exit(@Token @Nullable SentRequest request, @Thrown @Nullable Throwable thrown) {
      if (request != null) {
        request.sent();
      }
      SentRequest.exit(request, thrown);
    }
  }

  /**
   * Advice for {@code getInputStream}. The request is sent, if it was not, and the response
   * awaited.
   */
  static final class Input {
    private Input() {}

    @OnEnter
    static @Nullable SentRequest enter(@This HttpURLConnection connection) {
      SentRequest request = SentRequest.enter(connection);
      if (request != null) {
        request.sent(); // before it may be redirected
      }
      return request;
    }

    @OnExit
    static void exit(@Token @Nullable SentRequest request, @Thrown @Nullable Throwable thrown) {
      SentRequest.answered(request, thrown);
    }
  }

  /** Advice for {@code disconnect}, which may come before anybody has asked for the response. */
  static final class Disconnect {
    private Disconnect() {}

    @OnEnter
    static void enter(@This HttpURLConnection connection) {
      SentRequest.abandon(connection);
    }
  }
}
