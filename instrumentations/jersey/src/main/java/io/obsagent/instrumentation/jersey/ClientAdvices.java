// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jersey;

import io.obsagent.instrumentation.shared.jaxrs.ClientTemplates;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Token;
import io.opentelemetry.context.Scope;
import org.glassfish.jersey.client.ClientRequest;
import org.jspecify.annotations.Nullable;

/** Advice for Jersey's client. */
final class ClientAdvices {
  private ClientAdvices() {}

  /** For {@code apply} of connectors, each of which sends by another library. */
  static final class Send {
    private Send() {}

    @OnEnter
    static @Nullable Scope enter(@Argument(0) @Nullable ClientRequest request) {
      return request == null ? null : ClientTemplates.send(request.getUri());
    }

    @OnExit
    static void exit(@Token @Nullable Scope scope) {
      if (scope != null) {
        scope.close();
      }
    }
  }
}
