// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.sql;

import io.obsagent.spi.telemetry.DbStatement;
import io.obsagent.spi.telemetry.SqlDialect;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Analyses SQL, each text once while it is in use. The cache has two generations: what is asked for
 * moves to the young one; when that is full it becomes the old one, and the old one goes. A hit
 * allocates nothing, and no lock is taken but where a generation begins. Thread-safe.
 */
public final class SqlStatements {
  private static final int GENERATION_ENTRIES = 500;

  /** A shorter text takes as much room: a generation has fewer entries where many are longer. */
  private static final int ENTRY_CHARS = 1_000;

  /** A longer text is generated and will hardly come again. */
  private static final int MAX_CACHED_LENGTH = 10_000;

  private final boolean alwaysSanitise;
  private final Cache[] withoutLiterals = caches();
  private final Cache[] withLiterals = caches();

  /**
   * @param alwaysSanitise false lets the literals of parameterised statements stay
   */
  public SqlStatements(boolean alwaysSanitise) {
    this.alwaysSanitise = alwaysSanitise;
  }

  private static Cache[] caches() {
    Cache[] caches = new Cache[SqlDialect.values().length];
    Arrays.setAll(caches, i -> new Cache());
    return caches;
  }

  /** As {@link DbStatement#ofSql}. */
  public DbStatement analyse(String sql, boolean parameterised, SqlDialect dialect) {
    boolean sanitise = alwaysSanitise || !parameterised;
    if (sql.length() > MAX_CACHED_LENGTH) {
      return SqlAnalysis.of(sql, sanitise, dialect);
    }
    Cache cache = (sanitise ? withoutLiterals : withLiterals)[dialect.ordinal()];
    DbStatement known = cache.get(sql);
    if (known != null) {
      return known;
    }
    DbStatement analysed = SqlAnalysis.of(sql, sanitise, dialect);
    cache.put(sql, analysed);
    return analysed;
  }

  private static final class Cache {
    private volatile Generation young = new Generation(0);
    private volatile Generation old = young;

    @Nullable DbStatement get(String sql) {
      DbStatement found = young.statements.get(sql);
      if (found != null) {
        return found;
      }
      found = old.statements.get(sql);
      if (found != null) {
        put(sql, found);
      }
      return found;
    }

    void put(String sql, DbStatement statement) {
      Generation current = young;
      if (current.room.addAndGet(-Math.max(sql.length(), ENTRY_CHARS)) < 0) {
        current = after(current);
      }
      current.statements.put(sql, statement);
    }

    private synchronized Generation after(Generation full) {
      if (young == full) {
        old = full;
        young = new Generation(GENERATION_ENTRIES);
      }
      return young;
    }
  }

  private static final class Generation {
    final ConcurrentHashMap<String, DbStatement> statements;
    final AtomicInteger room = new AtomicInteger(GENERATION_ENTRIES * ENTRY_CHARS);

    /** The first grows with what comes; behind it another of the same size is to be expected. */
    Generation(int entries) {
      statements = new ConcurrentHashMap<>(entries);
    }
  }
}
