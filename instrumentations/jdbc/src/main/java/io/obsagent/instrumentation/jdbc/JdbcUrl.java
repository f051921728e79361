// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import io.obsagent.spi.telemetry.DbTarget;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JDBC URL as far as a span needs it: system, server, database. Every vendor has a form of
 * its own; what is not understood is left out. User names and passwords are never kept.
 */
final class JdbcUrl {
  private static final String OTHER = "other_sql";
  private static final String ORACLE = "oracle.db";
  private static final String SQL_SERVER = "microsoft.sql_server";

  private static final Map<String, String> SYSTEMS =
      Map.ofEntries(
          Map.entry("h2", "h2database"),
          Map.entry("postgresql", "postgresql"),
          Map.entry("redshift", "aws.redshift"),
          Map.entry("mysql", "mysql"),
          Map.entry("mariadb", "mariadb"),
          Map.entry("oracle", ORACLE),
          Map.entry("sqlserver", SQL_SERVER),
          Map.entry("jtds", SQL_SERVER),
          Map.entry("sqlite", "sqlite"),
          Map.entry("derby", "derby"),
          Map.entry("hsqldb", "hsqldb"),
          Map.entry("db2", "ibm.db2"),
          Map.entry("as400", "ibm.db2"),
          Map.entry("informix-sqli", "ibm.informix"),
          Map.entry("sap", "sap.hana"),
          Map.entry("teradata", "teradata"),
          Map.entry("trino", "trino"),
          Map.entry("clickhouse", "clickhouse"),
          Map.entry("ch", "clickhouse"));

  private static final Map<String, Integer> PORTS =
      Map.of(
          "postgresql",
          5432,
          "mysql",
          3306,
          "mariadb",
          3306,
          ORACLE,
          1521,
          SQL_SERVER,
          1433,
          "ibm.db2",
          50000);

  /** Drivers that stand before another one's URL. */
  private static final Set<String> WRAPPERS = Set.of("p6spy", "aws-wrapper", "log4jdbc", "tracing");

  private final String system;
  private @Nullable String namespace;
  private @Nullable String host;
  private int port;

  private JdbcUrl(String system) {
    this.system = system;
    this.port = -1;
  }

  static DbTarget parse(String url) {
    String rest = url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : url;
    int colon = rest.indexOf(':');
    while (colon > 0 && WRAPPERS.contains(rest.substring(0, colon))) {
      rest = rest.substring(colon + 1);
      colon = rest.indexOf(':');
    }
    if (colon < 0) {
      return new DbTarget(OTHER, null, null, -1);
    }
    JdbcUrl parsed = new JdbcUrl(SYSTEMS.getOrDefault(rest.substring(0, colon), OTHER));
    parsed.read(rest.substring(colon + 1));
    return new DbTarget(parsed.system, parsed.namespace, parsed.host, parsed.port);
  }

  private void read(String body) {
    if (system.equals(ORACLE)) {
      readOracle(body);
      return;
    }
    int slashes = withoutOptions(body).indexOf("//");
    if (slashes < 0) {
      namespace = name(withoutUser(body));
      return;
    }
    String text = body.substring(slashes + 2);
    readServer(withoutUser(text));
    if (system.equals(SQL_SERVER)) {
      readSqlServer(text);
    }
  }

  /** {@code thin:user/password@} and a server in one of three forms, or a name of the network's. */
  private void readOracle(String body) {
    int at = body.lastIndexOf('@');
    if (at < 0) {
      return;
    }
    String server = body.substring(at + 1);
    if (server.startsWith("(")) {
      host = property(server, "host");
      port = port(property(server, "port"));
      namespace = property(server, "service_name");
      namespace = namespace == null ? property(server, "sid") : namespace;
      return;
    }
    int slashes = server.indexOf("//");
    readServer(withoutOptions(slashes < 0 ? server : server.substring(slashes + 2)));
  }

  /** {@code host:port/name}, {@code host:port:name}, {@code first:port,second:port/name}. */
  private void readServer(String plain) {
    port = port(null);
    if (plain.startsWith("(") || plain.startsWith("address=(")) {
      host = property(plain, "host");
      port = port(property(plain, "port"));
      int end = plain.lastIndexOf(")/");
      namespace = end < 0 ? null : name(plain.substring(end + 2));
      return;
    }
    int slash = plain.indexOf('/');
    String authority = slash < 0 ? plain : plain.substring(0, slash);
    namespace = slash < 0 ? null : name(plain.substring(slash + 1));
    int comma = authority.indexOf(',');
    authority = comma < 0 ? authority : authority.substring(0, comma);
    int colon = authority.indexOf(':', Math.max(0, authority.indexOf(']')));
    host = orNull(colon < 0 ? authority : authority.substring(0, colon));
    if (colon >= 0) {
      String number = authority.substring(colon + 1);
      int more = number.indexOf(':');
      if (more >= 0) {
        namespace = name(number.substring(more + 1));
        number = number.substring(0, more);
      }
      port = port(number);
    }
  }

  /** Its instance is part of the host, and the rest may stand among the options. */
  private void readSqlServer(String text) {
    int instance = host == null ? -1 : host.indexOf('\\');
    host = instance < 0 ? host : orNull(host.substring(0, instance));
    host = host == null ? option(text, "servername") : host;
    String number = option(text, "portnumber");
    port = number == null ? port : port(number);
    String database = option(text, "databasename");
    database = database == null ? option(text, "database") : database;
    namespace = database == null ? namespace : database;
  }

  private int port(@Nullable String text) {
    int fallback = PORTS.getOrDefault(system, -1);
    int number = 0;
    for (int i = 0; text != null && i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9' || i == 5) {
        return fallback;
      }
      number = number * 10 + c - '0';
    }
    return text == null || text.isEmpty() ? fallback : number;
  }

  /** Without the options, and without user and password, which may hold any character. */
  private static String withoutUser(String text) {
    String plain = withoutOptions(text);
    int at = text.lastIndexOf('@');
    if (at > plain.length() && text.substring(plain.length(), at).indexOf('=') < 0) {
      plain = withoutOptions(text.substring(at + 1));
    }
    return plain.substring(plain.lastIndexOf('@') + 1);
  }

  private static String withoutOptions(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '?' || c == ';' || c == '#') {
        return text.substring(0, i);
      }
    }
    return text;
  }

  /** Of {@code ;name=value;}, the value. */
  private static @Nullable String option(String text, String name) {
    int at = text.toLowerCase(Locale.ROOT).indexOf(';' + name + '=');
    return at < 0 ? null : until(text, at + name.length() + 2, ';');
  }

  /** Of {@code (name=value)} or {@code (other=x,name=value)}, the value. */
  private static @Nullable String property(String text, String name) {
    String lower = text.toLowerCase(Locale.ROOT);
    int at = Math.max(lower.indexOf('(' + name + '='), lower.indexOf(',' + name + '='));
    if (at < 0) {
      return null;
    }
    String value = until(text, at + name.length() + 2, ')');
    return value == null ? null : until(value, 0, ',');
  }

  private static @Nullable String until(String text, int from, char end) {
    int to = text.indexOf(end, from);
    return orNull(to < 0 ? text.substring(from) : text.substring(from, to));
  }

  /** Of a path or {@code mem:name}, the name; some vendors put options behind a colon. */
  private static @Nullable String name(String text) {
    String path = text;
    int option = path.indexOf('=');
    if (option >= 0) {
      path = path.substring(0, Math.max(0, path.lastIndexOf(':', option)));
    }
    int from =
        Math.max(path.lastIndexOf('/'), Math.max(path.lastIndexOf(':'), path.lastIndexOf('\\')));
    return orNull(path.substring(from + 1));
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
