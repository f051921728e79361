// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import io.obsagent.spi.telemetry.DbTarget;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JDBC URL as far as a span needs it: system, server, database. Every vendor has a form of
 * its own; what is not understood is left out. User names and passwords are never kept.
 */
final class JdbcUrl {
  private static final Map<String, String> SYSTEMS =
      Map.ofEntries(
          Map.entry("h2", "h2database"),
          Map.entry("postgresql", "postgresql"),
          Map.entry("mysql", "mysql"),
          Map.entry("mariadb", "mariadb"),
          Map.entry("oracle", "oracle.db"),
          Map.entry("sqlserver", "microsoft.sql_server"),
          Map.entry("sqlite", "sqlite"),
          Map.entry("derby", "derby"),
          Map.entry("hsqldb", "hsqldb"),
          Map.entry("db2", "ibm.db2"),
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
          "oracle",
          1521,
          "sqlserver",
          1433,
          "db2",
          50000);

  private JdbcUrl() {}

  static DbTarget parse(String url) {
    String rest = url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : url;
    int colon = rest.indexOf(':');
    if (colon < 0) {
      return new DbTarget("other_sql", null, null, -1);
    }
    String vendor = rest.substring(0, colon);
    String system = SYSTEMS.getOrDefault(vendor, "other_sql");
    String body = rest.substring(colon + 1);
    int slashes = body.indexOf("//");
    if (vendor.equals("oracle") && slashes < 0) {
      slashes = body.indexOf('@') - 1;
    }
    return slashes < 0
        ? new DbTarget(system, lastPart(withoutOptions(body)), null, -1)
        : parseServer(system, vendor, body.substring(slashes + 2));
  }

  private static DbTarget parseServer(String system, String vendor, String text) {
    String plain = withoutOptions(text);
    int slash = plain.indexOf('/');
    String authority = slash < 0 ? plain : plain.substring(0, slash);
    String namespace = slash < 0 ? null : lastPart(plain.substring(slash + 1));
    authority = authority.substring(authority.lastIndexOf('@') + 1);
    int comma = authority.indexOf(',');
    authority = comma < 0 ? authority : authority.substring(0, comma);
    if (vendor.equals("sqlserver")) {
      namespace = option(text, "databaseName");
      int instance = authority.indexOf('\\');
      authority = instance < 0 ? authority : authority.substring(0, instance);
    }
    int port = PORTS.getOrDefault(vendor, -1);
    int close = authority.indexOf(']');
    int colon = authority.indexOf(':', Math.max(0, close));
    String host = authority;
    if (colon >= 0) {
      host = authority.substring(0, colon);
      String number = authority.substring(colon + 1);
      int more = number.indexOf(':');
      if (more >= 0) {
        namespace = number.substring(more + 1);
        number = number.substring(0, more);
      }
      port = port(number, port);
    }
    return new DbTarget(system, namespace, host.isEmpty() ? null : host, port);
  }

  private static int port(String text, int fallback) {
    int port = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9' || i == 5) {
        return fallback;
      }
      port = port * 10 + c - '0';
    }
    return text.isEmpty() ? fallback : port;
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

  private static @Nullable String option(String text, String name) {
    int at = text.indexOf(";" + name + "=");
    if (at < 0) {
      return null;
    }
    String value = text.substring(at + name.length() + 2);
    int end = value.indexOf(';');
    return end < 0 ? value : value.substring(0, end);
  }

  /** Of a path or {@code mem:name}, the name. */
  private static @Nullable String lastPart(String text) {
    int from =
        Math.max(text.lastIndexOf('/'), Math.max(text.lastIndexOf(':'), text.lastIndexOf('\\')));
    String name = text.substring(from + 1);
    return name.isEmpty() ? null : name;
  }
}
