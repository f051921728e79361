// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.database;

import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.telemetry.DbTarget;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * One probe of one database: what it said last, and when it is asked next. One that fails is told
 * once until it works again, and is asked after twice the time with each failure, up to ten
 * minutes. Asked by one thread.
 */
final class ProbeRun {
  private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(10);
  private static final int MOST_DOUBLINGS = 10;
  private static final int MAX_MESSAGE = 200;
  private static final String NONE = "none";

  private final SqlProbe probe;
  private final String database;
  private final String server;
  private volatile List<MetricFamily.Point> last = List.of();
  private long due;
  private int failures;

  ProbeRun(SqlProbe probe, DbTarget target, long nowNanos) {
    this.probe = probe;
    this.database = target.namespace() == null ? NONE : target.namespace();
    this.server = server(target);
    this.due = nowNanos;
  }

  private static String server(DbTarget target) {
    String host = target.host();
    return host == null ? NONE : target.port() < 0 ? host : host + ':' + target.port();
  }

  MetricDefinition metric() {
    return probe.metric();
  }

  List<MetricFamily.Point> last() {
    return last;
  }

  /** As {@link System#nanoTime}. */
  long due() {
    return due;
  }

  void ask(ReadOnlySession session) {
    try {
      session.begin(probe.timeout());
      last = probe.ask(session.connection(), database, server);
      if (failures > 0) {
        AgentLog.info("sql_probes: " + probe.name() + " of " + place() + " works again");
      }
      failures = 0;
      due = System.nanoTime() + probe.interval().toNanos();
    } catch (SQLException | RuntimeException | LinkageError e) {
      failed(e);
    }
  }

  private void failed(Throwable e) {
    last = List.of();
    if (failures == 0) {
      AgentLog.warn(
          "sql_probes: "
              + probe.name()
              + " of "
              + place()
              + " fails, and is told of no more until it works: "
              + brief(e));
    }
    long interval = probe.interval().toNanos();
    long pause = interval << Math.min(failures, MOST_DOUBLINGS);
    due =
        System.nanoTime()
            + Math.max(interval, Math.min(Math.max(interval, LONGEST_BACKOFF.toNanos()), pause));
    failures++;
  }

  private String place() {
    return database + " at " + server;
  }

  /** State and message in one line. */
  static String brief(Throwable e) {
    String message = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
    String state = e instanceof SQLException failure ? failure.getSQLState() + ' ' : e + " ";
    return state
        + (message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) + '…' : message);
  }
}
