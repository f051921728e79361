// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.resteasy;

import io.obsagent.instrumentation.shared.jaxrs.ClientTemplates;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Token;
import io.opentelemetry.context.Scope;
import org.jboss.resteasy.client.jaxrs.internal.ClientInvocation;
import org.jspecify.annotations.Nullable;

/** Advice for RESTEasy's client. */
final class ClientAdvices {
  private ClientAdvices() {}

  /** For {@code invoke} and {@code submit} of engines, each of which sends by another library. */
  static final class Send {
    private Send() {}

    @OnEnter
    static @Nullable Scope enter(@Argument(0) @Nullable Object request) {
      return request instanceof ClientInvocation invocation
          ? ClientTemplates.send(invocation.getUri())
          : null;
    }

    @OnExit
    static void exit(@Token @Nullable Scope scope) {
      if (scope != null) {
        scope.close();
      }
    }
  }
}
