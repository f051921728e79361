// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jettyclient9;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import org.eclipse.jetty.client.api.Request;
import org.jspecify.annotations.Nullable;

/** Advice for a request on its way out. */
final class RequestAdvices {
  private RequestAdvices() {}

  /** For {@code send}, of the application or of what follows a redirection. */
  static final class Send {
    private Send() {}

    @OnEnter
    static @Nullable ClientCall enter(@This Request request) {
      return ClientCall.start(request);
    }

    @OnExit
    static void exit(@Token @Nullable ClientCall call, @Thrown @Nullable Throwable thrown) {
      if (call != null && thrown != null) {
        call.end(thrown);
      }
    }
  }

  /** For {@code copyRequest}: the request after a redirection belongs to the call before it. */
  static final class Copy {
    private Copy() {}

    @OnEnter
    static @Nullable ClientCall enter(@Argument(0) Request old) {
      return ClientCall.of(old);
    }

    @OnExit
    static void exit(@Token @Nullable ClientCall call, @Return @Nullable Request copy) {
      if (call != null && copy != null) {
        call.goOnWith(copy);
      }
    }
  }

  /** For what tells listeners that the headers are about to be written: they may change them. */
  static final class Headers {
    private Headers() {}

    @OnEnter
    static Request enter(@Argument(0) Request request) {
      return request;
    }

    @OnExit
    static void exit(@Token @Nullable Request request) {
      ClientCall call = request == null ? null : ClientCall.of(request);
      if (call != null) {
        call.send(request);
      }
    }
  }

  /** For what tells listeners that the headers have been written. */
  static final class Commit {
    private Commit() {}

    @OnEnter
    static void enter(@Argument(0) Request request) {
      ClientCall call = ClientCall.of(request);
      if (call != null) {
        call.sent(request);
      }
    }
  }
}
