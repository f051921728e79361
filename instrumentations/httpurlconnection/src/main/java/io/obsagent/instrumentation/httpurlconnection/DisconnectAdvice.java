// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.httpurlconnection;

import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.This;
import java.net.HttpURLConnection;

/** Advice for {@code disconnect}, which may come before anybody has asked for the response. */
final class DisconnectAdvice {
  private DisconnectAdvice() {}

  @OnEnter
  static void enter(@This HttpURLConnection connection) {
    SentRequest.abandon(connection);
  }
}
