// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jakartasecurity;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.HttpServerOperation;
import io.obsagent.spi.telemetry.Users;
import org.jspecify.annotations.Nullable;

/** Advice for what tries credentials, and lets somebody go. */
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

  /** Advice for {@code authenticate}, which has the container check what was sent. */
  static final class Authenticate {
    private Authenticate() {}

    @OnEnter
    static Users.@Nullable Question enter() {
      return Users.Question.begin();
    }

    @OnExit
    static void exit(@Token Users.@Nullable Question question) {
      if (question != null) {
        question.end();
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
      switch (String.valueOf(Told.STATUS.by(result))) {
        case "VALID" -> attempt.succeeded(Told.name(Told.CALLER.by(result)));
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

  /**
   * Advice for {@code login} of JAAS, within a request: clients of Kafka and Kerberos log
   * themselves in by it, too, outside. Whose it is, the request is told by its container.
   */
  static final class Jaas {
    private Jaas() {}

    @OnEnter
    static Users.@Nullable Attempt enter() {
      return HttpServerOperation.current() == null ? null : Users.Attempt.begin("jaas");
    }

    @OnExit
    static void exit(@Token Users.@Nullable Attempt attempt, @Thrown @Nullable Throwable thrown) {
      if (attempt != null && thrown == null) {
        attempt.succeeded(null);
      } else if (attempt != null) {
        attempt.failed();
      }
    }
  }

  /** Advice for {@code logout}: of requests around one another, the outermost counts. */
  static final class Logout {
    private Logout() {}

    @OnEnter
    static boolean enter(@This Object request) {
      boolean outermost = Users.LOGOUTS.enter();
      if (outermost && Told.REMOTE_USER.by(request) != null) {
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
