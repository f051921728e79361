// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.pool;

import io.obsagent.spi.telemetry.DbTarget;
import org.jspecify.annotations.Nullable;

/**
 * What a pool is called in metrics.
 *
 * @param database the name of the database that it leads to, or {@code none}
 * @param pool its own name; for a pool without one {@code host:port/database}, as the conventions
 *     have it
 */
public record PoolLabels(String database, String pool) {
  private static final String NONE = "none";
  private static final int MAX_LENGTH = 128;

  /**
   * @param name of the pool, null where it has none that somebody gave it
   * @param url JDBC URL, or null
   */
  public static PoolLabels of(@Nullable String name, @Nullable String url) {
    return of(name, url == null ? DbTarget.UNKNOWN_SQL : DbTarget.ofJdbcUrl(url));
  }

  /** The same for a target that is known. */
  public static PoolLabels of(@Nullable String name, DbTarget target) {
    String database = bounded(target.namespace());
    return new PoolLabels(database, bounded(name == null || name.isEmpty() ? place(target) : name));
  }

  private static String place(DbTarget target) {
    StringBuilder place = new StringBuilder();
    if (target.host() != null) {
      place.append(target.host());
    }
    if (target.port() >= 0) {
      place.append(':').append(target.port());
    }
    if (target.namespace() != null) {
      place.append(place.length() == 0 ? "" : "/").append(target.namespace());
    }
    return place.toString();
  }

  private static String bounded(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return NONE;
    }
    return text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) : text;
  }
}
