// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.database;

import io.obsagent.spi.log.AgentLog;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks one server again and again, over a connection that it keeps. A server that does not answer
 * is asked less and less often; one that refuses who asks is never asked again. Turns are one
 * thread's; what was read last may be asked for by any.
 */
final class RedisProbe {
  private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(10);
  private static final int MOST_DOUBLINGS = 10;

  /** Each a call of its own: Redis before 7 takes one section at a time. */
  private static final List<String> SECTIONS =
      List.of("server", "memory", "stats", "clients", "keyspace", "replication");

  /** No later call would be another one. */
  private static final Set<String> FOR_GOOD = Set.of("NOPERM", "NOAUTH", "WRONGPASS", "ERR");

  private final RedisAddress server;
  private final long intervalNanos;
  private @Nullable RespConnection connection;
  private int failures;
  private long due;
  private boolean stopped;
  private volatile @Nullable RedisInfo last;

  RedisProbe(RedisAddress server, Duration interval, long nowNanos) {
    this.server = server;
    this.intervalNanos = interval.toNanos();
    this.due = nowNanos;
  }

  RedisAddress server() {
    return server;
  }

  /** Null while the server does not answer. */
  @Nullable RedisInfo last() {
    return last;
  }

  boolean stopped() {
    return stopped;
  }

  /** When it shall be asked next, as {@link System#nanoTime}. */
  long due() {
    return due;
  }

  /** Asks, if it is time. */
  void turn(long nowNanos) {
    if (stopped || nowNanos - due < 0) {
      return;
    }
    try {
      last = ask();
      failures = 0;
      due = nowNanos + intervalNanos;
    } catch (RespConnection.Refused e) {
      failed(nowNanos, e);
      if (FOR_GOOD.contains(e.getMessage())) {
        stopped = true;
        AgentLog.warn(
            "redis.probe: "
                + server
                + " refuses INFO ("
                + e.getMessage()
                + "), and is not asked again; give the probe a user that may, as ACL SETUSER probe"
                + " on >password +info");
      }
    } catch (IOException | RuntimeException e) {
      failed(nowNanos, e);
      AgentLog.limited(
          AgentLog.Level.WARN, "redis.probe", "redis.probe: " + server + " does not answer: " + e);
    }
  }

  private RedisInfo ask() throws IOException {
    RespConnection open = connection;
    if (open == null) {
      open = RespConnection.open(server);
      connection = open;
    }
    List<String> sections = new ArrayList<>();
    for (String section : SECTIONS) {
      sections.add(open.ask("INFO", section));
    }
    return RedisInfo.parse(sections);
  }

  private void failed(long nowNanos, Exception e) {
    last = null;
    close();
    long pause = intervalNanos << Math.min(failures, MOST_DOUBLINGS);
    due = nowNanos + Math.min(Math.max(intervalNanos, LONGEST_BACKOFF.toNanos()), pause);
    failures++;
  }

  void close() {
    RespConnection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        AgentLog.debug("redis.probe: " + e);
      }
    }
  }
}
