// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.store;

import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.logs.LogRecord;
import io.obsagent.spi.logs.Severity;
import io.obsagent.spi.telemetry.LogFields;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records for tests. */
public final class Records {
  public static final LogFields TRACE =
      new LogFields("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", "01", "order-17");

  private Records() {}

  public static LogRecord of(Severity severity, String logger, String message) {
    return of(severity, logger, message, null);
  }

  public static LogRecord of(
      Severity severity, String logger, String message, @Nullable Throwable thrown) {
    return new LogRecord(
        "logback",
        1_700_000_000_123_456_789L,
        severity,
        severity.name(),
        logger,
        "main",
        message,
        null,
        thrown,
        Map.of(),
        List.of(),
        List.of(),
        TRACE);
  }

  static FinishedLog finished(long millis, Severity severity, String logger, String body) {
    return new FinishedLog(
        millis * 1_000_000,
        millis * 1_000_000 + 1,
        severity.number(),
        severity.name(),
        body,
        "log4j2",
        logger,
        0,
        0,
        0,
        (byte) 0,
        null,
        Map.of(Finisher.THREAD, "main"),
        null,
        null,
        null,
        body.length());
  }
}
