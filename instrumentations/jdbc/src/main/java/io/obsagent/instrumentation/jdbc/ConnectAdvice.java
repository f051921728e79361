// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.Token;
import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/** Remembers what a new connection leads to; what the driver runs meanwhile is its own affair. */
final class ConnectAdvice {
  private ConnectAdvice() {}

  @OnEnter
  static @Nullable String enter(@Argument(0) @Nullable String url) {
    if (url != null) {
      Statements.connecting();
    }
    return url;
  }

  @OnExit
  static void exit(@Token @Nullable String url, @Return @Nullable Connection connection) {
    if (url != null) {
      Statements.connected(connection, url);
    }
  }
}
