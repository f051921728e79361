// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.sql;

import io.obsagent.spi.telemetry.DbStatement;
import io.obsagent.spi.telemetry.SqlDialect;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Analyses SQL, each text once while it is in use. The cache has two generations: what is asked for
 * moves to the young one; when that is full it becomes the old one, and the old one goes. A hit
 * takes no lock and allocates nothing. Thread-safe.
 */
public final class SqlStatements {
  private static final int GENERATION_ENTRIES = 500;

  /** What a generation's texts may take together. */
  private static final int GENERATION_CHARS = 500_000;

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

    synchronized void put(String sql, DbStatement statement) {
      Generation current = young;
      if (current.statements.size() >= GENERATION_ENTRIES
          || current.chars + sql.length() > GENERATION_CHARS) {
        old = current;
        current = new Generation(GENERATION_ENTRIES);
        young = current;
      }
      if (current.statements.put(sql, statement) == null) {
        current.chars += sql.length();
      }
    }
  }

  private static final class Generation {
    final ConcurrentHashMap<String, DbStatement> statements;
    int chars;

    /** The first grows with what comes; behind it another of the same size is to be expected. */
    Generation(int entries) {
      statements = new ConcurrentHashMap<>(entries);
    }
  }
}
