// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.r2dbc;

import io.obsagent.spi.telemetry.DbKind;
import io.obsagent.spi.telemetry.DbTarget;
import io.obsagent.spi.telemetry.HeldState;
import io.obsagent.spi.telemetry.WeakMap;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Option;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where connections lead to: what their factory was configured with, or else, of a factory that the
 * application made by a driver's own classes, only the product's name.
 */
final class Targets {
  static final WeakMap<ConnectionFactory, DbTarget> OF_FACTORIES = new WeakMap<>();
  static final HeldState<Connection, DbTarget> OF_CONNECTIONS = new HeldState<>(DbTarget.class);

  private static final Option<String> URL = Option.valueOf("url");

  private Targets() {}

  static DbTarget of(Connection connection) {
    DbTarget known = OF_CONNECTIONS.get(connection);
    if (known == null) {
      String product = connection.getMetadata().getDatabaseProductName();
      known = new DbTarget(DbKind.SQL, system(product == null ? "" : product), null, null, -1);
      OF_CONNECTIONS.put(connection, known);
    }
    return known;
  }

  /** Neither user nor password is read. */
  static DbTarget of(ConnectionFactoryOptions options) {
    String system = system(text(options, ConnectionFactoryOptions.DRIVER, ""));
    String database = text(options, ConnectionFactoryOptions.DATABASE, null);
    if (system.equals("h2database")) {
      String protocol = text(options, ConnectionFactoryOptions.PROTOCOL, "mem");
      String url = text(options, URL, database == null ? null : protocol + ':' + database);
      return DbTarget.ofJdbcUrl("jdbc:h2:" + (url == null ? protocol + ':' : url));
    }
    String host = text(options, ConnectionFactoryOptions.HOST, null);
    Object port = options.getValue(ConnectionFactoryOptions.PORT);
    return new DbTarget(
        DbKind.SQL,
        system,
        database,
        host == null || host.indexOf(',') >= 0 ? null : host,
        port(port, system));
  }

  private static int port(@Nullable Object port, String system) {
    if (port instanceof Number number) {
      return number.intValue();
    }
    return switch (system) {
      case "microsoft.sql_server" -> 1433;
      case "oracle.db" -> 1521;
      default -> DbTarget.ofJdbcUrl("jdbc:" + system + "://localhost/x").port();
    };
  }

  private static @Nullable String text(
      ConnectionFactoryOptions options, Option<String> option, @Nullable String without) {
    Object value = options.getValue(option);
    return value == null || value.toString().isEmpty() ? without : value.toString();
  }

  /** By a driver's name or a product's. */
  private static String system(@Nullable String name) {
    String word = name == null ? "" : name.toLowerCase(Locale.ROOT);
    if (word.contains("postgres")) {
      return "postgresql";
    }
    if (word.equals("h2")) {
      return "h2database";
    }
    if (word.contains("mariadb")) {
      return "mariadb";
    }
    if (word.contains("mysql")) {
      return "mysql";
    }
    if (word.contains("mssql") || word.contains("sqlserver") || word.contains("sql server")) {
      return "microsoft.sql_server";
    }
    return word.contains("oracle") ? "oracle.db" : "other_sql";
  }
}
