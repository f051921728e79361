// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alert;

import io.obsagent.spi.event.Event;
import java.util.List;
import java.util.function.Predicate;

/** Remembers what was broken, from its begin to its end, over restarts. Thread-safe. */
public interface IncidentLog extends AlertSink {
  /**
   * Opens an incident, or closes it where the alert has ended; nobody is notified of it. Told again
   * and again while it lasts, with the same labels and the same begin.
   */
  void tell(Alert incident);

  /**
   * Leaves alerts to a feature that tells by itself what they come to, so that one trouble is one
   * incident.
   */
  void leave(Predicate<Alert> alerts);

  /** The events of incidents that are wanted, in the order in which they came. */
  List<Event> incidents(Predicate<Event> wanted);
}
