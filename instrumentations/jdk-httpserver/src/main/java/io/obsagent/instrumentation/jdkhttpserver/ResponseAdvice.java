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
final class ResponseAdvice {
  private ResponseAdvice() {}

  /** For {@code sendResponseHeaders}. */
  static final class Headers {
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private Headers() {}

    @OnEnter
    static @Nullable Answer enter(
        @This HttpExchange exchange, @Argument(0) int status, @Argument(1) long length) {
      ServedExchange served = ServedExchange.of(exchange);
      if (served == null || status < OK || exchange.getResponseCode() >= OK) {
        return null; // informational, thus not the answer yet, or no answer any more
      }
      served.operation.status(status); // now, for the exchange may end before the method returns
      boolean bodiless =
          status == NO_CONTENT
              || status == NOT_MODIFIED
              || exchange.getRequestMethod().equals("HEAD");
      return new Answer(served, bodiless ? -1 : length);
    }

    @OnExit
    static void exit(@Token @Nullable Answer answer, @Thrown @Nullable Throwable thrown) {
      if (answer != null && thrown == null) {
        answer.served.answered(answer.length);
      }
    }
  }

  /** Headers on their way. */
  record Answer(ServedExchange served, long length) {}

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
        served.operation.end(null);
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
      if (served != null && thrown == null) {
        served.operation.end(null);
      }
    }
  }

  /** For {@code write} of one byte. */
  static final class WriteByte {
    private WriteByte() {}

    @OnEnter
    static @Nullable ServedExchange enter(@This OutputStream body) {
      return ServedExchange.of(body);
    }

    @OnExit
    static void exit(@Token @Nullable ServedExchange served, @Thrown @Nullable Throwable thrown) {
      if (served != null && thrown == null) {
        served.wrote(1);
      }
    }
  }

  /** For {@code write} of a whole array. */
  static final class WriteArray {
    private WriteArray() {}

    @OnEnter
    static @Nullable Part enter(@This OutputStream body, @Argument(0) byte @Nullable [] bytes) {
      ServedExchange served = ServedExchange.of(body);
      return served == null || bytes == null ? null : new Part(served, bytes.length);
    }

    @OnExit
    static void exit(@Token @Nullable Part part, @Thrown @Nullable Throwable thrown) {
      if (part != null && thrown == null) {
        part.served.wrote(part.bytes);
      }
    }
  }

  /** For {@code write} of a part of an array. */
  static final class WriteRange {
    private WriteRange() {}

    @OnEnter
    static @Nullable Part enter(@This OutputStream body, @Argument(2) int length) {
      ServedExchange served = ServedExchange.of(body);
      return served == null ? null : new Part(served, length);
    }

    @OnExit
    static void exit(@Token @Nullable Part part, @Thrown @Nullable Throwable thrown) {
      if (part != null && thrown == null) {
        part.served.wrote(part.bytes);
      }
    }
  }

  /** A part of the body on its way. */
  record Part(ServedExchange served, int bytes) {}
}
