// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jetty12;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Token;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/** Advice for the server. */
final class ServerAdvices {
  private ServerAdvices() {}

  /** Advice for {@code Server.handle}, which is called once for each request. */
  static final class Handle {
    private Handle() {}

    @OnEnter
    static @Nullable ServedRequest enter(
        @Argument(0) Request request, @Argument(1) Response response) {
      return ServedRequest.enter(request, response);
    }

    @OnExit
    static void exit(@Token @Nullable ServedRequest served) {
      if (served != null) {
        served.leave();
      }
    }
  }
}
