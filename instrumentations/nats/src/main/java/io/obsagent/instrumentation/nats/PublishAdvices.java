// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.nats;

import io.nats.client.Connection;
import io.nats.client.impl.Headers;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.MessagingOperation;
import org.jspecify.annotations.Nullable;

/** Advice for messages that are published. */
final class PublishAdvices {
  private PublishAdvices() {}

  /** For {@code publishInternal}: over when the message is in the client's queue. */
  static final class Publish {
    private Publish() {}

    @OnEnter
    static @Nullable MessagingOperation enter(
        @This Connection connection, @Argument(0) @Nullable String subject) {
      if (subject == null || Destinations.isInternal(subject)) {
        return null;
      }
      MessagingOperation operation =
          MessagingOperation.startSend(Destinations.published(subject, connection), 1);
      if (operation != null) {
        operation.attach();
      }
      return operation;
    }

    /** Headers of our own: the application's may be shared. An old server takes none. */
    @ReplaceArgument(2)
    static @Nullable Headers headers(
        @This Connection connection,
        @Token @Nullable MessagingOperation operation,
        @Argument(2) @Nullable Headers headers) {
      if (operation == null
          || connection.getServerInfo() == null
          || !connection.getServerInfo().isHeadersSupported()) {
        return headers;
      }
      Headers own = headers == null ? new Headers() : new Headers(headers);
      operation.inject(own, NatsHeaders.INSTANCE);
      return own;
    }

    @OnExit
    static void exit(
        @Token @Nullable MessagingOperation operation, @Thrown @Nullable Throwable thrown) {
      if (operation != null) {
        operation.finish(thrown);
      }
    }
  }
}
