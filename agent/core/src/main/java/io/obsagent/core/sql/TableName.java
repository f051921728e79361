// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.sql;

import org.jspecify.annotations.Nullable;

/**
 * The name of a table, bounded. Its parts are mostly one range of the text, and then copied once.
 */
final class TableName {
  static final int MAX = 128;

  private final String sql;
  private int start;
  private int end;

  /** The parts so far, where these are no such range: with quotes or white space between them. */
  private @Nullable StringBuilder parts;

  TableName(String sql) {
    this.sql = sql;
  }

  /**
   * Begins a name, or goes on with it.
   *
   * @param further whether it is a part behind a dot
   */
  void append(int from, int to, boolean further) {
    if (!further) {
      start = from;
      end = to;
      return;
    }
    if (parts == null && start < end && from == end + 1 && sql.charAt(end) == '.') {
      end = to;
      return;
    }
    if (parts == null) {
      parts = new StringBuilder().append(sql, start, Math.min(end, start + MAX));
    }
    parts.append('.');
    int room = MAX - parts.length();
    if (room > 0) {
      parts.append(sql, from, Math.min(to, from + room));
    }
  }

  /** The whole, after which another begins. */
  String take() {
    String name =
        parts == null ? sql.substring(start, Math.min(end, start + MAX)) : parts.toString();
    parts = null;
    start = 0;
    end = 0;
    return name;
  }
}
