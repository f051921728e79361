// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.googlegenailive;

import com.google.genai.types.LiveServerMessage;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the application does with a session. */
final class SessionAdvices {
  private SessionAdvices() {}

  /** It says something, by text, voice, or the answer of a tool. */
  static final class Send {
    private Send() {}

    @OnEnter
    static Session enter(@This Object session, @Argument(0) @Nullable Object said) {
      Session live = Session.of(session);
      live.say(said);
      return live;
    }

    @OnExit
    static void exit(@Token @Nullable Session live, @Return @Nullable CompletableFuture<?> sent) {
      if (live != null && sent != null) {
        sent.whenComplete(
            (nothing, failure) -> {
              if (failure != null) {
                live.turns().cut(failure);
              }
            });
      }
    }
  }

  /** It says who is told what comes. */
  static final class Receive {
    private Receive() {}

    @OnEnter
    static Session enter(@This Object session) {
      return Session.of(session);
    }

    @ReplaceArgument(0)
    static @Nullable Consumer<LiveServerMessage> receiver(
        @Token @Nullable Session live,
        @Argument(0) @Nullable Consumer<LiveServerMessage> receiver) {
      return live == null || receiver == null ? receiver : live.told(receiver);
    }
  }

  /** It wants no more. */
  static final class Close {
    private Close() {}

    @OnEnter
    static void enter(@This Object session) {
      Session.of(session).turns().leave();
    }
  }
}
