// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springsecurity;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.Users;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/** Advice for what tries credentials, asks whose they were, and lets somebody go. */
final class AuthenticationAdvices {
  private AuthenticationAdvices() {}

  /** Advice for {@code authenticate}, of which one may ask another. */
  static final class Attempt {
    private Attempt() {}

    @OnEnter
    static Users.Attempt enter(@Argument(0) @Nullable Authentication credentials) {
      return Users.Attempt.begin(Principals.method(credentials));
    }

    @OnExit
    static void exit(
        @Token Users.@Nullable Attempt attempt,
        @Return @Nullable Authentication authentication,
        @Thrown @Nullable Throwable thrown) {
      if (attempt == null) {
        return;
      }
      if (thrown != null) {
        attempt.failed();
      } else {
        attempt.succeeded(Principals.name(authentication));
      }
    }
  }

  /** Advice for what answers who the current request is from. */
  static final class Asked {
    private Asked() {}

    @OnExit
    static void exit(@Return @Nullable Authentication authentication) {
      if (authentication != null && Users.isCounted() && authentication.isAuthenticated()) {
        Users.count(Principals.name(authentication));
      }
    }
  }

  /** Advice for what forgets whose a session is. */
  static final class Logout {
    private Logout() {}

    @OnEnter
    static boolean enter(@Argument(2) @Nullable Authentication authentication) {
      boolean outermost = Users.LOGOUTS.enter();
      if (outermost && Principals.isSomebody(authentication)) {
        Users.loggedOut();
      }
      return true;
    }

    @OnExit
    static void exit(@Token boolean entered) {
      if (entered) {
        Users.LOGOUTS.exit();
      }
    }
  }
}
