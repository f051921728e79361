// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

import io.obsagent.spi.http.Access;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a caller may, each more than the one before. */
enum Role {
  /** Sees all. */
  VIEWER,
  /** Acts: silences, acknowledges, switches levels, profiles. */
  OPERATOR,
  /** Also changes what the application runs, and sees what others did. */
  ADMIN;

  /** The least that a route asks for; null if it is for anybody. */
  static @Nullable Role neededFor(Access access) {
    return switch (access) {
      case PUBLIC, SIGNED -> null;
      case READ -> VIEWER;
      case WRITE -> OPERATOR;
      case ADMIN -> ADMIN;
    };
  }

  boolean isAtLeast(Role needed) {
    return compareTo(needed) >= 0;
  }

  /** As it stands in answers and in the log. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Where its token is configured. */
  String option() {
    return this == ADMIN ? "server.token" : "server.tokens." + word();
  }
}
