// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.sql;

import io.obsagent.spi.telemetry.DbStatement;
import java.util.Locale;

/** Analyses SQL. Thread-safe. */
public final class SqlStatements {
  public SqlStatements(boolean alwaysSanitise) {}

  public DbStatement analyse(String sql, boolean parameterised) {
    String text = sql.strip();
    int end = 0;
    while (end < text.length() && end < 16 && Character.isLetter(text.charAt(end))) {
      end++;
    }
    String operation = end == 0 ? "OTHER" : text.substring(0, end).toUpperCase(Locale.ROOT);
    return new DbStatement(null, operation, operation, null);
  }
}
