// SPDX-License-Identifier: Apache-2.0
package io.obsagent.jvm;

import io.obsagent.spi.telemetry.Telemetry;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import jdk.jfr.StackTrace;

/**
 * Writes into the recording when a thread changes from one request to another, so that its samples,
 * which have the same clock, can be told apart. What a request is called is known later, and is an
 * event of its own. The recorder bounds what that may take. Thread-safe.
 */
final class RequestEvents implements Telemetry.RequestWatch {
  static final String CHANGE = "obsagent.RequestChange";
  static final String NAME = "obsagent.RequestName";

  private RequestEvents() {}

  /** Not to be seen in recordings of others unless they ask for it. */
  @Name(CHANGE)
  @Label("Request Change")
  @StackTrace(false)
  @Enabled(false)
  static final class Change extends Event {
    long from;
    long to;
  }

  @Name(NAME)
  @Label("Request Name")
  @StackTrace(false)
  @Enabled(false)
  static final class Named extends Event {
    long request;
    String name = "";
  }

  /** From now on, until {@link #end}. */
  static void begin(Recording recording) {
    FlightRecorder.register(Change.class);
    FlightRecorder.register(Named.class);
    recording.enable(Change.class);
    recording.enable(Named.class);
    Telemetry.watchRequests(new RequestEvents());
  }

  static void end() {
    Telemetry.watchRequests(null);
  }

  @Override
  public void changes(long from, long to) {
    Change event = new Change();
    event.from = from;
    event.to = to;
    event.commit();
  }

  @Override
  public void isNamed(long request, String name) {
    Named event = new Named();
    event.request = request;
    event.name = name;
    event.commit();
  }
}
