// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.spi.config.Config;
import io.obsagent.spi.telemetry.DbCalls;
import io.obsagent.spi.telemetry.DbStatement;
import io.obsagent.spi.telemetry.DbTarget;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A bounded table of what the calls of each SQL statement add up to. A statement that is run again
 * has its entry with it ({@link DbStatement#calls}); only one that is new, or that another database
 * has run last, is looked for. What is beyond the bound shares one entry until {@link #snapshot}
 * has let a tenth go, of what cost least since it was last asked. Thread-safe.
 */
final class StatementCalls {
  private static final int PART_TO_LET_GO = 10;

  /** So many databases may run one statement in turn without looking for its entry. */
  private static final int SIBLINGS = 8;

  final long slowNanos;
  final int repeated;
  final long largeRows;
  final long longNanos;
  final @Nullable RedisKeys redisKeys;
  private final int max;
  private final ConcurrentHashMap<String, StatementAccount> accounts = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong();
  private volatile @Nullable StatementAccount others;
  private volatile boolean full;

  StatementCalls(Config config) {
    max = config.get(DatabaseOptions.STATEMENTS);
    slowNanos = config.get(DatabaseOptions.SLOW).toNanos();
    repeated = config.get(DatabaseOptions.REPEATED);
    largeRows = config.get(DatabaseOptions.LARGE);
    longNanos = config.get(DatabaseOptions.MISSING_TIMEOUT).toNanos();
    redisKeys = "off".equals(config.get(DatabaseOptions.REDIS_KEYS)) ? null : new RedisKeys(config);
  }

  /** Null where nothing is kept. */
  @Nullable StatementAccount of(DbTarget target, DbStatement statement) {
    if (statement.calls() instanceof StatementAccount known
        && known.target == target
        && known.isOf(this)) {
      return known;
    }
    return max == 0 ? null : find(target, statement);
  }

  private StatementAccount find(DbTarget target, DbStatement statement) {
    StatementAccount last = statement.calls() instanceof StatementAccount known ? known : null;
    StatementAccount sibling = last;
    for (int i = 0; i < SIBLINGS && sibling != null; i++, sibling = sibling.sibling) {
      if (sibling.isOf(this) && isSame(sibling.target, target)) {
        return sibling;
      }
    }
    String key = key(target, statement);
    StatementAccount account = accounts.get(key);
    if (account == null) {
      if (accounts.size() >= max) {
        full = true;
        return others();
      }
      account = new StatementAccount(this, ids.incrementAndGet(), target, statement);
      StatementAccount other = accounts.putIfAbsent(key, account);
      account = other == null ? account : other;
    }
    account.sibling = last;
    statement.keepCalls(account);
    return account;
  }

  private synchronized StatementAccount others() {
    StatementAccount known = others;
    if (known == null) {
      known = new StatementAccount(this, 0, DbTarget.UNKNOWN_SQL, DbStatement.command("other"));
      others = known;
    }
    return known;
  }

  /** Each connection has a target of its own; those of one database are alike. */
  private static boolean isSame(DbTarget one, DbTarget other) {
    return one == other
        || one.port() == other.port()
            && one.system().equals(other.system())
            && Objects.equals(one.namespace(), other.namespace())
            && Objects.equals(one.host(), other.host());
  }

  private static String key(DbTarget target, DbStatement statement) {
    String text = statement.text() == null ? statement.summary() : statement.text();
    return String.join(
        "\n",
        text,
        target.system(),
        String.valueOf(target.namespace()),
        String.valueOf(target.host()),
        Integer.toString(target.port()));
  }

  /** All entries; makes room where there was none. Called by one thread at a time. */
  synchronized List<DbCalls> snapshot() {
    List<DbCalls> all = new ArrayList<>();
    for (StatementAccount account : accounts.values()) {
      all.add(account.snapshot());
    }
    if (others != null) {
      all.add(others.snapshot());
    }
    if (full) {
      letGo();
    }
    accounts.values().forEach(StatementAccount::mark);
    return all;
  }

  private void letGo() {
    List<StatementAccount> least = new ArrayList<>(accounts.values());
    least.sort(Comparator.comparingLong(StatementAccount::sinceMark));
    for (StatementAccount account : least.subList(0, Math.max(1, max / PART_TO_LET_GO))) {
      account.letGo();
      accounts.values().remove(account);
    }
    full = false;
  }
}
