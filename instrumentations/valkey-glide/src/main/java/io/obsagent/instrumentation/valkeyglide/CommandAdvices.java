// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.valkeyglide;

import command_request.CommandRequestOuterClass.RequestType;
import glide.api.models.configuration.BaseClientConfiguration;
import glide.managers.CommandManager;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Origin;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What clients hand over, until its reply is there. */
final class CommandAdvices {
  private CommandAdvices() {}

  /** A client is made, by which is known where its commands go. */
  static final class Connect {
    private Connect() {}

    @OnEnter
    static BaseClientConfiguration enter(@Argument(0) BaseClientConfiguration configuration) {
      return configuration;
    }

    @OnExit
    static void exit(
        @Token @Nullable BaseClientConfiguration configuration,
        @Return @Nullable CompletableFuture<?> client) {
      if (configuration != null && client != null) {
        Calls.connecting(configuration, client);
      }
    }
  }

  /** A command that the client knows. */
  static final class Submit {
    private Submit() {}

    @OnEnter
    static @Nullable Call enter(
        @This CommandManager manager,
        @Argument(0) RequestType command,
        @Argument(1) Object @Nullable [] arguments) {
      return Calls.start(manager, command, arguments);
    }

    @OnExit
    static void exit(
        @Token @Nullable Call call,
        @Return @Nullable CompletableFuture<?> reply,
        @Thrown @Nullable Throwable thrown) {
      Calls.submitted(call, reply, thrown);
    }
  }

  /** A command that the application has put together, a batch, a script, a scan of all nodes. */
  static final class SubmitOther {
    private SubmitOther() {}

    @OnEnter
    static @Nullable Call enter(
        @This CommandManager manager, @Origin String method, @Argument(0) @Nullable Object what) {
      return Calls.startOther(manager, method, what);
    }

    @OnExit
    static void exit(
        @Token @Nullable Call call,
        @Return @Nullable CompletableFuture<?> reply,
        @Thrown @Nullable Throwable thrown) {
      Calls.submitted(call, reply, thrown);
    }
  }
}
