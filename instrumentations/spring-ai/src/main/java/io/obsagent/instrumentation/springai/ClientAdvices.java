// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springai;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Token;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.memory.ChatMemory;

/** Advice for the last of a chat client's advisors, which call the model. */
final class ClientAdvices {
  private ClientAdvices() {}

  /** {@code adviseCall} and {@code adviseStream}: the model is asked while they run. */
  static final class Advise {
    private Advise() {}

    @OnEnter
    static @Nullable Context enter(@Argument(0) @Nullable ChatClientRequest request) {
      Context before = Context.current();
      Object id = request == null ? null : request.context().get(ChatMemory.CONVERSATION_ID);
      Context within = Conversation.with(before, id == null ? null : id.toString());
      if (within == before) {
        return null;
      }
      within.makeCurrent();
      return before;
    }

    @OnExit
    static void exit(@Token @Nullable Context before) {
      if (before != null) {
        before.makeCurrent();
      }
    }
  }
}
