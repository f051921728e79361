// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdkhttpclient;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** Advice for the JDK's own copies of a request. */
final class RequestAdvices {
  private RequestAdvices() {}

  /** Advice for the constructor that makes the JDK's own request of the application's. */
  static final class Copy {
    private Copy() {}

    @OnExit
    static void exit(@This HttpRequest copy) {
      SentRequest.copied(copy);
    }
  }

  /** Advice for the constructor of the request that follows a redirect, or brings credentials. */
  static final class CopyAgain {
    private CopyAgain() {}

    @OnEnter
    static @Nullable SentRequest enter(@Argument(2) HttpRequest from) {
      return SentRequest.of(from);
    }

    @OnExit
    static void exit(@This HttpRequest copy, @Token @Nullable SentRequest from) {
      SentRequest.copiedAgain(from, copy);
    }
  }

  /** Advice for what the JDK reads when it writes a request; {@code headers} stays what it is. */
  static final class Headers {
    private Headers() {}

    @OnEnter
    static @Nullable SentRequest enter(@This HttpRequest copy) {
      return SentRequest.of(copy);
    }

    @OnExit
    static @Nullable HttpHeaders exit(
        @Token @Nullable SentRequest request, @Return @Nullable HttpHeaders own) {
      return request == null || own == null ? own : request.headers(own);
    }
  }
}
