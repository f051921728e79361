// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jakartasecurity;

import io.obsagent.spi.advice.AllArguments;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.Users;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Advice for what containers ask by themselves, for a form, for basic authentication and the like:
 * Tomcat its realms, Jetty its login services, Undertow its identity managers. Each answers null to
 * credentials that are wrong. Then for what a request is told of its user, in each with a session.
 */
final class ContainerAdvices {
  private ContainerAdvices() {}

  private static void ended(
      Users.@Nullable Attempt attempt, @Nullable Object answer, @Nullable String user) {
    if (attempt == null) {
      return;
    }
    if (answer == null) {
      attempt.failed();
    } else {
      attempt.succeeded(user);
    }
  }

  /** By the classes of Jetty and Undertow. */
  private static String method(@Nullable Object credential) {
    String type = credential == null ? "" : credential.getClass().getSimpleName();
    return switch (type) {
      case "String", "PasswordCredential", "char[]" -> "password";
      case "Digest", "DigestCredentialImpl" -> "digest";
      default -> "other";
    };
  }

  /** Advice for whatever shows who somebody is, to Tomcat. */
  static final class Realm {
    private Realm() {}

    @OnEnter
    static Users.Attempt enter(@AllArguments Object[] shown) {
      boolean named = shown[0] instanceof String;
      return Users.Attempt.begin(!named ? "other" : shown.length == 2 ? "password" : "digest");
    }

    @OnExit
    static void exit(
        @Token Users.@Nullable Attempt attempt, @Return @Nullable Principal principal) {
      ended(attempt, principal, Told.name(principal));
    }
  }

  /** Advice for a name and what shows that it is theirs, to Jetty and Undertow. */
  static final class Checked {
    private Checked() {}

    @OnEnter
    static LoginAdvices.Named enter(
        @Argument(0) @Nullable String user, @Argument(1) @Nullable Object credential) {
      return new LoginAdvices.Named(Users.Attempt.begin(method(credential)), user);
    }

    @OnExit
    static void exit(@Token LoginAdvices.@Nullable Named login, @Return @Nullable Object identity) {
      if (login != null) {
        ended(login.attempt(), identity, login.user());
      }
    }
  }

  /** Advice for a certificate or a ticket, to Undertow. */
  static final class Shown {
    private Shown() {}

    @OnEnter
    static Users.Attempt enter(@Argument(0) @Nullable Object credential) {
      return Users.Attempt.begin(method(credential));
    }

    @OnExit
    static void exit(@Token Users.@Nullable Attempt attempt, @Return @Nullable Object account) {
      ended(attempt, account, Told.name(Told.PRINCIPAL.by(account)));
    }
  }

  /** Advice for a request of Tomcat's that is told its user. */
  static final class Known {
    private Known() {}

    @OnEnter
    static void enter(@Argument(0) @Nullable Principal user) {
      if (user != null && Users.isCounted()) {
        Users.count(user.getName());
      }
    }
  }

  /** Advice for a request of Jetty's, until 11, that is told its user. */
  static final class Identified {
    private Identified() {}

    @OnEnter
    static void enter(@Argument(0) @Nullable Object authentication) {
      count(authentication);
    }
  }

  /** The same of Jetty 12, whose second argument it is. */
  static final class IdentifiedSince12 {
    private IdentifiedSince12() {}

    @OnEnter
    static void enter(@Argument(1) @Nullable Object authentication) {
      count(authentication);
    }
  }

  private static void count(@Nullable Object authentication) {
    if (authentication != null && Users.isCounted()) {
      Object identity = Told.IDENTITY.by(authentication);
      Users.count(Told.name(Told.USER_PRINCIPAL.by(identity)));
    }
  }

  /** Advice for a request of Undertow's whose user is known. */
  static final class Complete {
    private Complete() {}

    @OnEnter
    static void enter(@Argument(0) @Nullable Object account) {
      if (account != null && Users.isCounted()) {
        Users.count(Told.name(Told.PRINCIPAL.by(account)));
      }
    }
  }
}
