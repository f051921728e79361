// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alert;

import java.util.List;

/** Takes alerts from whatever evaluates rules. */
@FunctionalInterface
public interface AlertSink {
  /**
   * Hands alerts over: firing ones again and again while they fire, each resolved one at least once
   * with an {@link Alert#endsAt()} that has passed. Does no network I/O and never throws; what
   * exceeds a bound is dropped and counted. Thread-safe.
   */
  void receive(List<Alert> alerts);
}
