// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.h2console;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import org.h2.util.NetworkConnectionInfo;
import org.jspecify.annotations.Nullable;

/** Advice for the threads of H2's console, each of which serves one connection. */
final class WebAdvices {
  private WebAdvices() {}

  /** For {@code process}, which waits for a request and serves it. */
  static final class Process {
    private Process() {}

    @OnEnter
    static WebRequest enter() {
      return WebRequest.begin();
    }

    @OnExit
    static void exit(@Token @Nullable WebRequest request, @Thrown @Nullable Throwable thrown) {
      if (request != null) {
        request.end(thrown);
      }
    }
  }

  /** For {@code readHeaderLine}: the line of the request, and then those of its headers. */
  static final class Line {
    private Line() {}

    @OnEnter
    static @Nullable WebRequest enter() {
      return WebRequest.current();
    }

    @OnExit
    static void exit(@Token @Nullable WebRequest request, @Return @Nullable String line) {
      if (request != null && line != null) {
        request.read(line);
      }
    }
  }

  /** For {@code processRequest}, when all of the request is read. */
  static final class Page {
    private Page() {}

    @OnEnter
    static void enter(@Argument(0) String page, @Argument(1) NetworkConnectionInfo connection) {
      WebRequest request = WebRequest.current();
      if (request != null) {
        request.asksFor(page, connection);
      }
    }
  }

  /** For {@code writeSimple}, by which all is answered that is not "200 OK". */
  static final class Answer {
    private Answer() {}

    @OnEnter
    static void enter(@Argument(0) String status) {
      WebRequest request = WebRequest.current();
      if (request != null) {
        request.answers(status);
      }
    }
  }
}
