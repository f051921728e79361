// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a JDBC URL looks like, by the word behind {@code jdbc:}.
 *
 * @param system {@code db.system.name}
 * @param port port that goes without saying, or -1
 * @param form where server and database stand
 * @param nameOption property that names the database, lower case, or null
 */
record JdbcVendor(String system, int port, Form form, @Nullable String nameOption) {
  enum Form {
    /** {@code //user:password@host:port/name?options}. */
    USER_INFO,

    /** {@code //host:port/name;options}, the options in {@code ;}, {@code ?} or {@code :}. */
    PATH,

    /** As {@code PATH}, or the name of a file or of memory alone. */
    NAME,
    ORACLE,
    SQL_SERVER
  }

  static final JdbcVendor OTHER = new JdbcVendor("other_sql", -1, Form.USER_INFO, null);

  private static final Map<String, JdbcVendor> VENDORS = new HashMap<>();

  static {
    addRelational();
    addOthers();
  }

  private static void addRelational() {
    String sqlServer = "microsoft.sql_server";
    add("h2", "h2database", -1, Form.NAME);
    add("hsqldb", "hsqldb", -1, Form.NAME);
    add("derby", "derby", -1, Form.NAME);
    add("sqlite", "sqlite", -1, Form.NAME);
    add("duckdb", "duckdb", -1, Form.NAME);
    add("ucanaccess", "other_sql", -1, Form.NAME);
    add("postgresql", "postgresql", 5432, Form.NAME);
    add("pgsql", "postgresql", 5432, Form.NAME);
    add("yugabytedb", "postgresql", 5433, Form.USER_INFO);
    add("redshift", "aws.redshift", 5439, Form.USER_INFO);
    add("mysql", "mysql", 3306, Form.USER_INFO);
    add("mysql+srv", "mysql", -1, Form.USER_INFO);
    add("mariadb", "mariadb", 3306, Form.USER_INFO);
    add("singlestore", "singlestore", 3306, Form.USER_INFO);
    add("oceanbase", "oceanbase", 2881, Form.USER_INFO);
    add("oracle", "oracle.db", 1521, Form.ORACLE);
    add("sqlserver", sqlServer, 1433, Form.SQL_SERVER, "databasename");
    add("jtds", sqlServer, 1433, Form.PATH);
    add("db2", "ibm.db2", 50000, Form.PATH);
    add("db2j", "ibm.db2", 50000, Form.PATH);
    add("as400", "ibm.db2", -1, Form.PATH);
    add("informix-sqli", "ibm.informix", -1, Form.PATH);
    add("netezza", "ibm.netezza", 5480, Form.PATH);
    add("sap", "sap.hana", -1, Form.PATH, "databasename");
    add("teradata", "teradata", -1, Form.PATH, "database");
  }

  /** Warehouses, engines for queries, and what answers SQL but is another kind of database. */
  private static void addOthers() {
    add("snowflake", "snowflake", 443, Form.PATH, "db");
    add("databricks", "databricks", 443, Form.PATH);
    add("spark", "spark", -1, Form.PATH);
    add("hive2", "hive", 10000, Form.PATH);
    add("impala", "impala", 21050, Form.PATH);
    add("kyuubi", "kyuubi", -1, Form.PATH);
    add("bigquery", "gcp.bigquery", 443, Form.PATH, "projectid");
    add("cloudspanner", "gcp.spanner", -1, Form.NAME);
    add("trino", "trino", -1, Form.PATH);
    add("presto", "trino", -1, Form.PATH);
    add("clickhouse", "clickhouse", 8123, Form.USER_INFO);
    add("ch", "clickhouse", 8123, Form.USER_INFO);
    add("vertica", "vertica", 5433, Form.PATH);
    add("firebirdsql", "firebirdsql", 3050, Form.PATH);
    add("cassandra", "cassandra", 9042, Form.PATH);
    add("mongodb", "mongodb", 27017, Form.USER_INFO);
    add("neo4j", "neo4j", 7687, Form.USER_INFO);
    add("couchbase", "couchbase", -1, Form.USER_INFO);
    add("odps", "maxcompute", -1, Form.PATH);
    add("iris", "intersystems.cache", 1972, Form.PATH);
  }

  private static void add(String word, String system, int port, Form form) {
    VENDORS.put(word, new JdbcVendor(system, port, form, null));
  }

  private static void add(String word, String system, int port, Form form, String nameOption) {
    VENDORS.put(word, new JdbcVendor(system, port, form, nameOption));
  }

  static JdbcVendor of(String word) {
    return VENDORS.getOrDefault(word, OTHER);
  }
}
