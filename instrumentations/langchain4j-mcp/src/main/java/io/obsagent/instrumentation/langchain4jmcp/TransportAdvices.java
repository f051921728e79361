// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.langchain4jmcp;

import io.obsagent.instrumentation.shared.genai.McpPeer;
import io.obsagent.instrumentation.shared.genai.NewerGetter;
import io.obsagent.instrumentation.shared.genai.PrivateField;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Advice for transports. */
final class TransportAdvices {
  private TransportAdvices() {}

  /** A request, whose answer comes with a future. */
  static final class Send {
    private static final NewerGetter MESSAGE = new NewerGetter("message");

    private Send() {}

    @OnEnter
    static @Nullable Request enter(@This Object transport, @Argument(0) Object asked) {
      Object held = MESSAGE.of(asked);
      return Request.begin(transport, held == null ? asked : held);
    }

    @OnExit
    static void exit(
        @Token @Nullable Request request,
        @Return @Nullable CompletableFuture<?> answer,
        @Thrown @Nullable Throwable thrown) {
      if (request != null) {
        request.sent(answer, thrown);
      }
    }
  }

  /** The first request of a session. */
  static final class Begin {
    private Begin() {}

    @OnEnter
    static @Nullable Request enter(@This Object transport, @Argument(0) Object message) {
      Object url = PrivateField.read(transport, "url");
      McpPeer.begin(
          transport, transport, false, url == null ? PrivateField.read(transport, "sseUrl") : url);
      return Request.begin(transport, message);
    }

    @OnExit
    static void exit(
        @Token @Nullable Request request,
        @Return @Nullable CompletableFuture<?> answer,
        @Thrown @Nullable Throwable thrown) {
      if (request != null) {
        request.sent(answer, thrown);
      }
    }
  }

  /** The end of a session. */
  static final class Close {
    private Close() {}

    @OnEnter
    static void enter(@This Object transport) {
      McpPeer.end(transport);
    }
  }
}
