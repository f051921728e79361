// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jms;

import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.telemetry.PolledMessages;

/** Advice for what ends the processing of a message that was received. */
final class SettleAdvices {
  private SettleAdvices() {}

  /** For {@code commit}, and {@code close} of consumer or session. */
  static final class Done {
    private Done() {}

    @OnEnter
    static void enter() {
      PolledMessages.settled(null);
    }
  }

  /** For {@code rollback} and {@code recover}: the message will be delivered again. */
  static final class RolledBack {
    private RolledBack() {}

    @OnEnter
    static void enter() {
      PolledMessages.settled("rolled_back");
    }
  }
}
