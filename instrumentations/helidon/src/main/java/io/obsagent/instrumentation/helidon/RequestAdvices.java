// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.helidon;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import org.jspecify.annotations.Nullable;

/** Advice for a request's way through the server. */
final class RequestAdvices {
  private RequestAdvices() {}

  /** For {@code route}, which returns when the answer is complete, of HTTP/1.1 and HTTP/2 alike. */
  static final class Serve {
    private Serve() {}

    @OnEnter
    static @Nullable ServedRequest enter(
        @Argument(1) @Nullable Object request, @Argument(2) @Nullable Object response) {
      return request == null || response == null ? null : ServedRequest.start(request, response);
    }

    @OnExit
    static void exit(@Token @Nullable ServedRequest served, @Thrown @Nullable Throwable thrown) {
      if (served != null) {
        served.end(thrown);
      }
    }
  }

  /** For {@code matchingPattern}, which is told the pattern of each route that is tried. */
  static final class Matched {
    private Matched() {}

    @OnEnter
    static void enter(@This Object request, @Argument(0) @Nullable String pattern) {
      ServedRequest served = ServedRequest.of(request);
      if (served != null) {
        served.matched(pattern);
      }
    }
  }

  /** For {@code nonEntityBytes}, which writes status and headers. */
  static final class Commit {
    private Commit() {}

    @OnEnter
    static void enter(@Argument(0) @Nullable Object headers, @Argument(1) @Nullable Object status) {
      ServedRequest served = headers == null ? null : ServedRequest.of(headers);
      if (served != null && status != null) {
        served.commit(status);
      }
    }
  }

  /** For what makes an answer of an exception, or gives up as one has gone out. */
  static final class Failure {
    private Failure() {}

    @OnEnter
    static void enter(
        @Argument(1) @Nullable Object request, @Argument(3) @Nullable Throwable thrown) {
      ServedRequest served = request == null ? null : ServedRequest.of(request);
      if (served != null && thrown != null) {
        served.failed(thrown);
      }
    }
  }
}
