// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

/** What a database makes of a SQL text where databases disagree about its literals. */
public enum SqlDialect {
  /** Not known. What one database takes for a literal is one. */
  ANY,

  /** As the SQL standard has it: {@code "x"} is a name. */
  STANDARD,

  /** {@code "x"} is a text: MySQL, BigQuery, Spark and their like. */
  QUOTED_TEXT,

  /** As the standard, but {@code $5} is an amount of money: SQL Server. */
  MONEY;

  /**
   * @param system {@code db.system.name}
   */
  public static SqlDialect ofSystem(String system) {
    return switch (system) {
      case "mysql",
          "mariadb",
          "gcp.bigquery",
          "gcp.spanner",
          "hive",
          "spark",
          "databricks",
          "impala",
          "kyuubi",
          "singlestore",
          "oceanbase",
          "maxcompute",
          "ibm.informix",
          "couchbase",
          "neo4j" ->
          QUOTED_TEXT;
      case "microsoft.sql_server" -> MONEY;
      case "postgresql",
          "oracle.db",
          "h2database",
          "hsqldb",
          "derby",
          "ibm.db2",
          "aws.redshift",
          "trino",
          "snowflake",
          "duckdb",
          "clickhouse" ->
          STANDARD;
      default -> ANY;
    };
  }
}
