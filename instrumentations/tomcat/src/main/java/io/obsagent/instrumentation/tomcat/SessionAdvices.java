// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tomcat;

import io.obsagent.instrumentation.shared.servlet.SessionReader;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.This;
import org.apache.catalina.Context;
import org.apache.catalina.session.ManagerBase;

/** Advice for what keeps the sessions of an application. */
final class SessionAdvices {
  private SessionAdvices() {}

  /** Advice for {@code startInternal}, and for {@code add} of those that run already. */
  static final class Seen {
    private Seen() {}

    @OnEnter
    static void enter(@This ManagerBase sessions) {
      Context context = sessions.getContext();
      if (context != null) {
        Sessions.READER.observe(sessions, context.getPath());
      }
    }
  }

  private static final class Sessions extends SessionReader<ManagerBase> {
    static final Sessions READER = new Sessions();

    @Override
    public double[] read(ManagerBase sessions) {
      return values(
          sessions.getActiveSessions(),
          sessions.getSessionCounter(),
          sessions.getExpiredSessions());
    }
  }
}
