// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdkhttpclient;

import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import java.net.http.HttpRequest;

/** Advice for the constructor that makes the JDK's own request of the application's. */
final class CopyAdvice {
  private CopyAdvice() {}

  @OnExit
  static void exit(@This HttpRequest copy) {
    SentRequest.copied(copy);
  }
}
