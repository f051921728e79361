// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alert;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Where features hand alerts over, and whoever sends them on takes them. Thread-safe. */
public final class Alerts implements AlertSink {
  private final List<AlertSink> sinks = new CopyOnWriteArrayList<>();

  /** Gives every alert from now on to the sink as well. */
  public void to(AlertSink sink) {
    sinks.add(sink);
  }

  @Override
  public void receive(List<Alert> alerts) {
    for (AlertSink sink : sinks) {
      sink.receive(alerts);
    }
  }
}
