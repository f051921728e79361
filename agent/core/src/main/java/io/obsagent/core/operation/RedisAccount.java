// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.metrics.HistogramCell;
import io.obsagent.core.metrics.HistogramFamily;
import io.obsagent.spi.metrics.Metrics.Counter;
import io.obsagent.spi.telemetry.DbStatement;
import io.obsagent.spi.telemetry.DbTarget;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The series of one command at one server, bound once and kept with its statement, and what its
 * reply says of the keys that it looked for. Thread-safe: two threads may make two accounts of the
 * same series.
 */
final class RedisAccount {
  /** So many servers may be asked in turn before an account is made anew. */
  private static final int SIBLINGS = 16;

  private static final int REDIS_PORT = 6379;

  private final OperationMetrics metrics;
  private final DbTarget target;
  private final DbStatement statement;
  private final Lookup lookup;
  private final @Nullable RedisAccount sibling;
  private final int siblings;
  private volatile @Nullable HistogramCell ok;
  private volatile Counter.@Nullable Series hits;
  private volatile Counter.@Nullable Series misses;

  /** What the reply of a command says of keys, or of the fields of one. */
  private enum Lookup {
    NONE,
    VALUE,
    VALUES,
    NUMBER,
    ALL;

    static Lookup of(String command) {
      return switch (command) {
        case "GET", "GETEX", "GETDEL", "HGET", "JSON.GET" -> VALUE;
        case "MGET", "HMGET", "HGETEX", "HGETDEL", "JSON.MGET" -> VALUES;
        case "EXISTS", "HEXISTS" -> NUMBER;
        case "HGETALL" -> ALL;
        default -> NONE;
      };
    }
  }

  private RedisAccount(
      OperationMetrics metrics,
      DbTarget target,
      DbStatement statement,
      @Nullable RedisAccount sibling) {
    this.metrics = metrics;
    this.target = target;
    this.statement = statement;
    this.lookup = Lookup.of(statement.operation());
    this.sibling = sibling;
    this.siblings = sibling == null ? 0 : sibling.siblings + 1;
  }

  static RedisAccount of(OperationMetrics metrics, DbTarget target, DbStatement statement) {
    RedisAccount last = statement.calls() instanceof RedisAccount known ? known : null;
    for (RedisAccount each = last; each != null; each = each.sibling) {
      if (each.metrics == metrics && each.isOf(target)) {
        return each;
      }
    }
    RedisAccount made =
        new RedisAccount(
            metrics, target, statement, last == null || last.siblings >= SIBLINGS ? null : last);
    statement.keepCalls(made);
    return made;
  }

  /** Each connection has a target of its own; those of one server are alike. */
  private boolean isOf(DbTarget other) {
    return target == other
        || target.port() == other.port() && Objects.equals(target.host(), other.host());
  }

  /** The series of an outcome; that of what went well is at hand. */
  HistogramCell series(@Nullable String errorType) {
    if (errorType != null) {
      return family().labels(statement.operation(), host(), port(), "error", errorType);
    }
    HistogramCell known = ok;
    if (known == null) {
      known = family().labels(statement.operation(), host(), port(), "ok", DatabaseAccounts.NONE);
      ok = known;
    }
    return known;
  }

  private HistogramFamily family() {
    return statement.waiting() ? metrics.redisWaiting : metrics.redis;
  }

  /**
   * @param keys how many were looked for, or less than one where nobody says
   */
  void answered(@Nullable Object reply, int keys) {
    switch (lookup) {
      case NONE -> {}
      case VALUE -> found(reply == null ? 0 : 1, reply == null ? 1 : 0);
      case VALUES -> {
        if (reply instanceof List<?> values) {
          int missing = 0;
          for (Object value : values) {
            missing += value == null ? 1 : 0;
          }
          found(values.size() - missing, missing);
        } else if (reply instanceof Map<?, ?> found && keys > 0) {
          found(found.size(), keys - found.size());
        }
      }
      case NUMBER -> {
        int number =
            reply instanceof Number many
                ? many.intValue()
                : reply instanceof Boolean one ? one ? 1 : 0 : -1;
        if (number >= 0) {
          found(number, Math.max(1, keys) - number);
        }
      }
      case ALL -> {
        boolean nothing =
            reply == null
                || reply instanceof Map<?, ?> map && map.isEmpty()
                || reply instanceof List<?> list && list.isEmpty();
        found(nothing ? 0 : 1, nothing ? 1 : 0);
      }
    }
  }

  void found(int hit, int missed) {
    if (lookup == Lookup.NONE) {
      return;
    }
    if (hit > 0) {
      Counter.Series series = hits;
      if (series == null) {
        series = metrics.redisHits.labels(statement.operation(), host(), port());
        hits = series;
      }
      series.add(hit);
    }
    if (missed > 0) {
      Counter.Series series = misses;
      if (series == null) {
        series = metrics.redisMisses.labels(statement.operation(), host(), port());
        misses = series;
      }
      series.add(missed);
    }
  }

  private String host() {
    String host = target.host();
    return host == null ? DatabaseAccounts.NONE : host;
  }

  private String port() {
    int port = target.port();
    return port < 0 || port == REDIS_PORT ? "" : HttpWords.portText(port);
  }
}
