// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a statement that was prepared: one object for all that are alike, so that one
 * that is prepared for a single run needs none of its own. Thread-safe.
 */
public final class PreparedSql {
  private final DbTarget target;
  private final DbStatement statement;
  private final boolean ran;
  private volatile @Nullable PreparedSql again;

  private PreparedSql(DbTarget target, DbStatement statement, boolean ran) {
    this.target = target;
    this.statement = statement;
    this.ran = ran;
  }

  /** The one of a statement and a database, which the statement keeps until another one asks. */
  public static PreparedSql of(DbTarget target, DbStatement statement) {
    PreparedSql last = statement.prepared;
    if (last != null && last.target.equals(target)) {
      return last;
    }
    PreparedSql made = new PreparedSql(target, statement, false);
    statement.prepared = made;
    return made;
  }

  public DbTarget target() {
    return target;
  }

  public DbStatement statement() {
    return statement;
  }

  /** Whether it has run. */
  public boolean ran() {
    return ran;
  }

  /** The same of one that has run. */
  public PreparedSql again() {
    PreparedSql known = ran ? this : again;
    if (known == null) {
      known = new PreparedSql(target, statement, true);
      again = known;
    }
    return known;
  }
}
