// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jakartasecurity;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.Users;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** Advice for what tries credentials. */
final class LoginAdvices {
  private LoginAdvices() {}

  /** An attempt of somebody who says who they are. */
  record Named(Users.Attempt attempt, @Nullable String user) {}

  /** Advice for {@code login}: of requests around one another, the outermost counts. */
  static final class Login {
    private Login() {}

    @OnEnter
    static Named enter(@Argument(0) @Nullable String user) {
      return new Named(Users.Attempt.begin("password"), user);
    }

    @OnExit
    static void exit(@Token @Nullable Named login, @Thrown @Nullable Throwable thrown) {
      if (login != null && thrown == null) {
        login.attempt.succeeded(login.user);
      } else if (login != null) {
        login.attempt.failed();
      }
    }
  }

  /** Advice for {@code validate}. */
  static final class Validate {
    private Validate() {}

    @OnEnter
    static Users.Attempt enter(@Argument(0) @Nullable Object credential) {
      return Users.Attempt.begin(method(credential));
    }

    @OnExit
    static void exit(@Token Users.@Nullable Attempt attempt, @Return @Nullable Object result) {
      if (attempt == null) {
        return;
      }
      switch (String.valueOf(told(result, "getStatus"))) {
        case "VALID" -> attempt.succeeded(name(told(result, "getCallerPrincipal")));
        case "NOT_VALIDATED" -> attempt.abandoned(); // no store knows such credentials
        default -> attempt.failed();
      }
    }
  }

  /** By the classes that the API has of credentials, and those that are theirs. */
  private static String method(@Nullable Object credential) {
    for (Class<?> type = credential == null ? null : credential.getClass();
        type != null;
        type = type.getSuperclass()) {
      switch (type.getSimpleName()) {
        case "UsernamePasswordCredential", "BasicAuthenticationCredential":
          return "password";
        case "RememberMeCredential":
          return "remember_me";
        default:
          break;
      }
    }
    return "other";
  }

  private static @Nullable String name(@Nullable Object principal) {
    return principal instanceof Principal known ? known.getName() : null;
  }

  /** By name, as the API has two; somebody logs in seldom enough. */
  private static @Nullable Object told(@Nullable Object result, String getter) {
    try {
      return result == null ? null : result.getClass().getMethod(getter).invoke(result);
    } catch (ReflectiveOperationException changed) {
      return null;
    }
  }
}
