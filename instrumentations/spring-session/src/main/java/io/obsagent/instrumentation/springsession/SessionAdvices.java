// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springsession;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.This;
import org.jspecify.annotations.Nullable;
import org.springframework.session.Session;

/** Advice for what keeps sessions. */
final class SessionAdvices {
  private SessionAdvices() {}

  /** Advice for {@code save}, which each request ends with that has used its session. */
  static final class Saved {
    private Saved() {}

    @OnEnter
    static void enter(@This Object repository, @Argument(0) @Nullable Object saved) {
      if (saved instanceof Session session) {
        LiveSessions.of(repository).saved(session);
      }
    }
  }

  /** Advice for {@code deleteById}. */
  static final class Deleted {
    private Deleted() {}

    @OnEnter
    static void enter(@This Object repository, @Argument(0) @Nullable String id) {
      if (id != null) {
        LiveSessions.of(repository).ended(id);
      }
    }
  }

  /** Advice for {@code changeSessionId}, as after a login: the old one is nobody's. */
  static final class Changed {
    private Changed() {}

    @OnEnter
    static void enter(@This Session session) {
      LiveSessions.renamed(session.getId());
    }
  }
}
