// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jetty12;

import io.obsagent.instrumentation.shared.servlet.SessionReader;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.This;
import org.eclipse.jetty.session.AbstractSessionCache;
import org.eclipse.jetty.session.DefaultSessionCache;
import org.eclipse.jetty.session.SessionContext;

/** Advice for what keeps the sessions of an application. */
final class SessionAdvices {
  private SessionAdvices() {}

  /** Advice for {@code initialize}, which tells a cache of sessions whose they are. */
  static final class Seen {
    private Seen() {}

    @OnEnter
    static void enter(@This AbstractSessionCache sessions, @Argument(0) SessionContext context) {
      if (sessions instanceof DefaultSessionCache inMemory) {
        // "_shop", as it is made for names of files
        String path = context.getCanonicalContextPath();
        Sessions.READER.observe(inMemory, path.replace('_', '/'));
      }
    }
  }

  private static final class Sessions extends SessionReader<DefaultSessionCache> {
    static final Sessions READER = new Sessions();

    @Override
    public double[] read(DefaultSessionCache sessions) {
      return values(sessions.getSessionsCurrent(), sessions.getSessionsTotal(), Double.NaN);
    }
  }
}
