// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jetty9;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.ServerExchange;
import io.opentelemetry.context.Scope;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.server.HttpChannel;
import org.jspecify.annotations.Nullable;

/**
 * Advice for {@code HttpChannel}, which serves one request after the other: {@code handle} runs for
 * each step of a request, {@code onCompleted} once its answer is out.
 */
final class ChannelAdvices {
  private ChannelAdvices() {}

  /** For {@code handle}, on whichever thread a step runs. */
  static final class Handle {
    private Handle() {}

    @OnEnter
    static @Nullable Step enter(@This HttpChannel channel) {
      ServedRequest served = ServedRequest.of(channel);
      if (served == null) {
        served = ServedRequest.start(channel);
      }
      return served == null ? null : new Step(channel, served, served.makeCurrent());
    }

    @OnExit
    static void exit(@Token @Nullable Step step, @Thrown @Nullable Throwable thrown) {
      if (step == null) {
        return;
      }
      step.scope.close();
      if (thrown != null || step.served.isLost(step.channel)) {
        step.served.end(step.channel, thrown);
      }
    }

    private record Step(HttpChannel channel, ServedRequest served, Scope scope) {}
  }

  /** For {@code handleException}, before a page is made of an exception. */
  static final class Failure {
    private Failure() {}

    @OnEnter
    static void enter(@This HttpChannel channel, @Argument(0) @Nullable Throwable thrown) {
      ServedRequest served = ServedRequest.of(channel);
      if (served != null && thrown != null) {
        served.failed(channel, thrown);
      }
    }
  }

  /** For {@code sendResponse}, which begins with status and headers. */
  static final class Commit {
    private Commit() {}

    @OnEnter
    static void enter(@This HttpChannel channel, @Argument(0) MetaData.@Nullable Response info) {
      ServedRequest served = channel.isCommitted() ? null : ServedRequest.of(channel);
      if (served == null) {
        return;
      }
      ServerExchange<?> exchange = served.exchange();
      if (info == null) {
        exchange.beforeCommit();
      } else if (isFinal(info.getStatus())) {
        exchange.beforeCommit(info.getStatus());
      }
    }

    private static boolean isFinal(int status) {
      return status >= HttpStatus.OK_200 || status == HttpStatus.SWITCHING_PROTOCOLS_101;
    }
  }

  /** For {@code abort}: what has gone out cannot be completed. */
  static final class Abort {
    private Abort() {}

    @OnEnter
    static void enter(@This HttpChannel channel, @Argument(0) @Nullable Throwable thrown) {
      ServedRequest served = ServedRequest.of(channel);
      if (served != null && thrown != null) {
        served.aborted(channel, thrown);
      }
    }
  }

  /** For {@code onCompleted}. A later request may begin before it returns. */
  static final class Completion {
    private Completion() {}

    @OnEnter
    static void enter(@This HttpChannel channel) {
      ServedRequest served = ServedRequest.of(channel);
      if (served != null) {
        served.end(channel, null);
      }
    }
  }

  /** For {@code recycle}: nothing will come of a request that has not been completed. */
  static final class Recycle {
    private Recycle() {}

    @OnEnter
    static void enter(@This HttpChannel channel) {
      ServedRequest served = ServedRequest.of(channel);
      if (served != null) {
        served.end(channel, null);
      }
    }
  }
}
