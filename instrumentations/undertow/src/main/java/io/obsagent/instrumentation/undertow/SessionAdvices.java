// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.undertow;

import io.obsagent.instrumentation.shared.servlet.SessionReader;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.This;
import io.undertow.server.session.InMemorySessionManager;

/** Advice for what keeps the sessions of an application. */
final class SessionAdvices {
  private SessionAdvices() {}

  /** Advice for {@code start}, and for {@code createSession} of those that run already. */
  static final class Seen {
    private Seen() {}

    @OnEnter
    static void enter(@This InMemorySessionManager sessions) {
      Sessions.READER.observe(sessions, String.valueOf(sessions.getDeploymentName()));
    }
  }

  private static final class Sessions extends SessionReader<InMemorySessionManager> {
    static final Sessions READER = new Sessions();

    @Override
    public double[] read(InMemorySessionManager sessions) {
      // The other counts stay 0 unless the application has asked for statistics.
      return values(sessions.getActiveSessionCount(), Double.NaN, Double.NaN);
    }
  }
}
