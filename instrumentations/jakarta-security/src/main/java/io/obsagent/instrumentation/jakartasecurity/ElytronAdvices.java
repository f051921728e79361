// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jakartasecurity;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.Users;
import org.jspecify.annotations.Nullable;

/**
 * Advice for WildFly's Elytron. A password or a token is given to its context to be verified; a
 * digest its mechanism compares itself. Who is known from a session goes neither way.
 */
final class ElytronAdvices {
  private ElytronAdvices() {}

  /** An attempt, and the context that knows whose it is. */
  record Verifying(Users.Attempt attempt, Object context) {}

  private static String method(@Nullable Object evidence) {
    return switch (evidence == null ? "" : evidence.getClass().getSimpleName()) {
      case "PasswordGuessEvidence" -> "password";
      case "BearerTokenEvidence" -> "token";
      default -> "other";
    };
  }

  /** Advice for {@code verifyEvidence}. */
  static final class Evidence {
    private Evidence() {}

    @OnEnter
    static Verifying enter(@This Object context, @Argument(0) @Nullable Object evidence) {
      return new Verifying(Users.Attempt.begin(method(evidence)), context);
    }

    @OnExit
    static void exit(@Token @Nullable Verifying verifying, @Return boolean right) {
      if (verifying != null && right) {
        Object principal = Told.AUTHENTICATION_PRINCIPAL.by(verifying.context);
        verifying.attempt.succeeded(Told.name(principal));
      } else if (verifying != null) {
        verifying.attempt.failed();
      }
    }
  }

  /** Advice for what the mechanism does once a digest has turned out to be right. */
  static final class RightDigest {
    private RightDigest() {}

    @OnEnter
    static LoginAdvices.Named enter(@Argument(0) @Nullable String user) {
      return new LoginAdvices.Named(Users.Attempt.begin("digest"), user);
    }

    @OnExit
    static void exit(@Token LoginAdvices.@Nullable Named login, @Return boolean authorized) {
      if (login != null && authorized) {
        login.attempt().succeeded(login.user());
      } else if (login != null) {
        login.attempt().abandoned(); // a failure follows
      }
    }
  }

  /** Advice for what it does once one is wrong. */
  static final class WrongDigest {
    private WrongDigest() {}

    @OnEnter
    static void enter() {
      Users.Attempt.begin("digest").failed();
    }
  }
}
