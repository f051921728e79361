// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springsecurity;

import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.UserDetails;

/** Who somebody is, and how they have shown it. */
final class Principals {
  private static final String END = "AuthenticationToken";

  /** The classes of the library that tell more than a word would, by what is counted of each. */
  private static final String[][] METHODS = {
    {"UsernamePassword", "password"},
    {"BearerToken", "token"},
    {"Jwt", "token"},
    {"OneTimeToken", "one_time_token"},
    {"OAuth2", "oauth2"},
    {"OidcLogout", "oidc"},
    {"Saml2", "saml2"},
    {"WebAuthn", "passkey"},
    {"RememberMe", "remember_me"},
    {"PreAuthenticated", "pre_authenticated"},
    {"Cas", "cas"}
  };

  private Principals() {}

  /** One of a few words, whatever classes the application has. */
  static String method(@Nullable Authentication credentials) {
    for (Class<?> type = credentials == null ? null : credentials.getClass();
        type != null && type != Object.class;
        type = type.getSuperclass()) {
      String name = type.getSimpleName();
      for (String[] known : METHODS) {
        if (name.startsWith(known[0]) && name.endsWith(END)) {
          return known[1];
        }
      }
    }
    return "other";
  }

  /** Whether it is of anybody who has shown who they are. */
  static boolean isSomebody(@Nullable Authentication authentication) {
    return authentication != null
        && authentication.isAuthenticated()
        && !(authentication instanceof AnonymousAuthenticationToken);
  }

  /** Null for nobody, and for objects of which only the application knows what they do. */
  static @Nullable String name(@Nullable Authentication authentication) {
    if (authentication == null || authentication instanceof AnonymousAuthenticationToken) {
      return null;
    }
    Object principal = authentication.getPrincipal();
    if (principal instanceof UserDetails user) {
      return user.getUsername();
    }
    if (principal instanceof String text) {
      return text;
    }
    return principal instanceof Principal known ? known.getName() : null;
  }
}
