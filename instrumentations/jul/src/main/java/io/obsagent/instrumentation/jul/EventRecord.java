// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jul;

import io.obsagent.instrumentation.shared.logging.JulRecords;
import io.obsagent.instrumentation.shared.logging.LogCapture;
import io.obsagent.spi.telemetry.LogFields;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** A record of java.util.logging as the agent keeps it. */
final class EventRecord {
  static final LogCapture CAPTURE = new LogCapture("jul");

  private EventRecord() {}

  static void capture(Logger logger, LogRecord log) {
    ManagerControl.registerFirst(logger);
    if (!Bridges.takes(logger) && CAPTURE.wants(JulRecords.severity(log.getLevel()))) {
      CAPTURE.accept(of(log));
    }
  }

  static io.obsagent.spi.logs.LogRecord of(LogRecord log) {
    return JulRecords.of(
        CAPTURE.framework(), log, Thread.currentThread().getName(), LogFields.current());
  }
}
