// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springsecurity;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.LazyResult;
import io.obsagent.spi.telemetry.Users;
import io.obsagent.spi.telemetry.WeakMap;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import reactor.core.publisher.Mono;

/** The same as {@link AuthenticationAdvices}, where all of it comes later. */
final class ReactiveAdvices {
  private static final Guard GUARD = Guard.of(ReactiveAdvices.class);

  /** Credentials that a manager tries: another that it asks is handed the same. */
  private static final WeakMap<Authentication, Boolean> TRIED = new WeakMap<>();

  private ReactiveAdvices() {}

  /** Advice for {@code authenticate}, of which one may ask another. */
  static final class Attempt {
    private Attempt() {}

    @OnEnter
    static @Nullable Authentication enter(@Argument(0) @Nullable Authentication credentials) {
      if (credentials == null || TRIED.get(credentials) != null) {
        return null;
      }
      TRIED.put(credentials, Boolean.TRUE);
      return credentials;
    }

    @OnExit
    static @Nullable Object exit(
        @Token @Nullable Authentication credentials,
        @Return @Nullable Object later,
        @Thrown @Nullable Throwable thrown)
        throws Throwable {
      if (credentials == null) {
        return later;
      }
      Object watched =
          later == null
              ? null
              : LazyResult.watched(later, (value, failure) -> ended(credentials, value, failure));
      if (watched == null) {
        ended(credentials, null, thrown);
      }
      return watched == null ? later : watched;
    }
  }

  /** Told more than once; nothing is known of credentials that the manager is not made for. */
  private static void ended(
      Authentication credentials, @Nullable Object value, @Nullable Throwable failure) {
    try {
      if (TRIED.remove(credentials) == null) {
        return;
      }
      if (failure != null) {
        Users.Attempt.begin(Principals.method(credentials)).failed();
      } else if (value instanceof Authentication known) {
        Users.Attempt.begin(Principals.method(credentials)).succeeded(Principals.name(known));
      }
    } catch (Throwable e) {
      GUARD.caught(e);
    }
  }

  /** Advice for what a rule is given to find out who a request is from. */
  static final class Asked {
    private Asked() {}

    @ReplaceArgument(0)
    static @Nullable Mono<Authentication> authentication(
        @Argument(0) @Nullable Mono<Authentication> asked) {
      return asked == null || !Users.isCounted() ? asked : asked.doOnNext(Asked::seen);
    }

    private static void seen(Authentication authentication) {
      try {
        if (authentication.isAuthenticated()) {
          Users.count(Principals.name(authentication));
        }
      } catch (Throwable e) {
        GUARD.caught(e);
      }
    }
  }

  /** Advice for what forgets whose a session is. */
  static final class Logout {
    private Logout() {}

    @OnEnter
    static void enter(@Argument(1) @Nullable Authentication authentication) {
      if (Principals.isSomebody(authentication)) {
        Users.loggedOut();
      }
    }
  }
}
