// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tomcat;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import org.apache.coyote.Request;
import org.jspecify.annotations.Nullable;

/**
 * Advice for {@code CoyoteAdapter}, through which every request passes: once by {@code service},
 * and, when asynchronous, by {@code asyncDispatch} for each further step. Tomcat makes sure that
 * only one thread at a time is in either.
 */
final class AdapterAdvice {
  private AdapterAdvice() {}

  static final class ServiceAdvice {
    private ServiceAdvice() {}

    @OnEnter
    static @Nullable Exchange enter(@Argument(0) Request request) {
      Exchange exchange = Exchange.start(request);
      if (exchange != null) {
        exchange.operation.attach();
      }
      return exchange;
    }

    @OnExit
    static void exit(@Token @Nullable Exchange exchange, @Thrown @Nullable Throwable thrown) {
      if (exchange != null) {
        exchange.leave(thrown);
      }
    }
  }

  static final class AsyncDispatchAdvice {
    private AsyncDispatchAdvice() {}

    @OnEnter
    static @Nullable Exchange enter(@Argument(0) Request request) {
      Exchange exchange = Exchange.of(request);
      if (exchange != null) {
        exchange.operation.attach();
      }
      return exchange;
    }

    @OnExit
    static void exit(@Token @Nullable Exchange exchange, @Thrown @Nullable Throwable thrown) {
      if (exchange != null) {
        exchange.leave(thrown);
      }
    }
  }

  /** The processor goes back to its pool: nothing will come of an exchange it still holds. */
  static final class RecycleAdvice {
    private RecycleAdvice() {}

    @OnEnter
    static void enter(@Argument(0) Request request) {
      Exchange.abandon(request);
    }
  }
}
