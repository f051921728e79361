// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdkhttpserver;

import com.sun.net.httpserver.HttpExchange;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Advice for what a handler does, on any thread, to answer an exchange. */
final class ResponseAdvices {
  private ResponseAdvices() {}

  private static @Nullable ServedExchange writing(OutputStream body, long bytes) {
    ServedExchange served = ServedExchange.of(body);
    if (served != null) {
      served.writing(bytes);
    }
    return served;
  }

  /** For {@code sendResponseHeaders}. */
  static final class SendHeaders {
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private SendHeaders() {}

    @OnEnter
    static @Nullable ServedExchange enter(
        @This HttpExchange exchange, @Argument(0) int status, @Argument(1) long length) {
      ServedExchange served = ServedExchange.of(exchange);
      if (served == null || status < OK || exchange.getResponseCode() >= OK) {
        return null; // informational, thus not the answer yet, or no answer any more
      }
      boolean bodiless =
          status == NO_CONTENT
              || status == NOT_MODIFIED
              || exchange.getRequestMethod().equals("HEAD");
      served.answering(status, bodiless ? -1 : length);
      return served;
    }

    @OnExit
    static void exit(@Token @Nullable ServedExchange served, @Thrown @Nullable Throwable thrown) {
      if (served != null) {
        served.wrote(thrown);
      }
    }
  }

  /** For {@code close} of an exchange: the connection is dropped if there was no answer yet. */
  static final class CloseExchange {
    private CloseExchange() {}

    @OnEnter
    static @Nullable ServedExchange enter(@This HttpExchange exchange) {
      return ServedExchange.of(exchange);
    }

    @OnExit
    static void exit(@Token @Nullable ServedExchange served) {
      if (served != null) {
        served.closed(null);
      }
    }
  }

  /** For {@code close} of the body; it throws before the headers are sent, and ends nothing. */
  static final class CloseBody {
    private CloseBody() {}

    @OnEnter
    static @Nullable ServedExchange enter(@This OutputStream body) {
      return ServedExchange.of(body);
    }

    @OnExit
    static void exit(@Token @Nullable ServedExchange served, @Thrown @Nullable Throwable thrown) {
      if (served != null) {
        served.closed(thrown);
      }
    }
  }

  /** For {@code write} of one byte. */
  static final class WriteByte {
    private WriteByte() {}

    @OnEnter
    static @Nullable ServedExchange enter(@This OutputStream body) {
      return writing(body, 1);
    }

    @OnExit
    static void exit(@Token @Nullable ServedExchange served, @Thrown @Nullable Throwable thrown) {
      if (served != null) {
        served.wrote(thrown);
      }
    }
  }

  /** For {@code write} of a whole array. */
  static final class WriteArray {
    private WriteArray() {}

    @OnEnter
    static @Nullable ServedExchange enter(
        @This OutputStream body, @Argument(0) byte @Nullable [] bytes) {
      return writing(body, bytes == null ? 0 : bytes.length);
    }

    @OnExit
    static void exit(@Token @Nullable ServedExchange served, @Thrown @Nullable Throwable thrown) {
      if (served != null) {
        served.wrote(thrown);
      }
    }
  }

  /** For {@code write} of a part of an array. */
  static final class WriteRange {
    private WriteRange() {}

    @OnEnter
    static @Nullable ServedExchange enter(@This OutputStream body, @Argument(2) int length) {
      return writing(body, length);
    }

    @OnExit
    static void exit(@Token @Nullable ServedExchange served, @Thrown @Nullable Throwable thrown) {
      if (served != null) {
        served.wrote(thrown);
      }
    }
  }

  /** For {@code flush}, which is where a client that left often comes to light. */
  static final class Flush {
    private Flush() {}

    @OnEnter
    static @Nullable ServedExchange enter(@This OutputStream body) {
      return ServedExchange.of(body);
    }

    @OnExit
    static void exit(@Token @Nullable ServedExchange served, @Thrown @Nullable Throwable thrown) {
      if (served != null && thrown != null) {
        served.wrote(thrown);
      }
    }
  }
}
