// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The database that a connection leads to; asked for once per connection. Connections to one
 * database mostly have the same object, so that what is kept for it is found by identity.
 *
 * @param kind what kind of database
 * @param system {@code db.system.name} of the OpenTelemetry conventions: {@code postgresql}, {@code
 *     h2database}, {@code redis} …
 * @param namespace database name or index, or null
 * @param host server address, or null for an embedded database
 * @param port server port, or -1
 */
public record DbTarget(
    DbKind kind, String system, @Nullable String namespace, @Nullable String host, int port) {
  private static final int MANY = 16;

  /** Of some databases, which are asked for again: each in the place of its hash. */
  private static final AtomicReferenceArray<@Nullable DbTarget> KNOWN =
      new AtomicReferenceArray<>(MANY);

  /** A SQL database of which nothing is known. */
  public static final DbTarget UNKNOWN_SQL = new DbTarget(DbKind.SQL, "other_sql", null, null, -1);

  /** A store of documents that is a service: no server of it has a name. */
  public static DbTarget documents(String system) {
    return new DbTarget(DbKind.DOCUMENT, system, null, null, -1);
  }

  /** A Redis server, or one of a cluster that is not yet known. */
  public static DbTarget redis(@Nullable String host, int port) {
    return known(new DbTarget(DbKind.REDIS, "redis", null, host, port));
  }

  /**
   * The database that a JDBC URL names, of whatever vendor. User, password and properties are never
   * in it: where a URL can be read in two ways, host and name are left out. Never throws.
   */
  public static DbTarget ofJdbcUrl(String url) {
    return known(JdbcUrl.parse(url));
  }

  private static DbTarget known(DbTarget made) {
    int place = made.hashCode() & MANY - 1;
    DbTarget known = KNOWN.get(place);
    if (made.equals(known)) {
      return known;
    }
    KNOWN.set(place, made);
    return made;
  }

  /** How SQL is written there. */
  public SqlDialect dialect() {
    return SqlDialect.ofSystem(system);
  }
}
