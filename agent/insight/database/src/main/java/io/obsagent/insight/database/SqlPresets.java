// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.database;

import io.obsagent.spi.metrics.MetricDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the agent knows to ask databases: sizes, replication, locks, sessions. By PostgreSQL's <a
 * href="https://www.postgresql.org/docs/current/monitoring-stats.html">statistics views</a> (10 and
 * later) and the <a href="https://dev.mysql.com/doc/refman/8.4/en/information-schema.html">tables
 * of MySQL</a>, which MariaDB has, too.
 */
final class SqlPresets {
  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  static final MetricDefinition SIZE =
      gauge("database_size_bytes", "Size of a database with its indexes.", "By");

  static final MetricDefinition TABLE_SIZE =
      gauge(
          "database_table_size_bytes",
          "Size of a table with its indexes, of the twenty largest.",
          "By",
          "table");

  static final MetricDefinition LAG =
      gauge(
          "database_replication_lag_seconds",
          "How far a replica is behind; one that tells of itself is called this.",
          "s",
          "replica");

  static final MetricDefinition LOCKED =
      gauge("database_lock_waiters", "Sessions or transactions that wait for a lock.", "{session}");

  static final MetricDefinition LONGEST_LOCKED =
      gauge("database_lock_wait_longest_seconds", "How long the longest of these has waited.", "s");

  static final MetricDefinition SESSIONS =
      gauge("database_sessions", "Sessions of all clients of a database.", "{session}", "state");

  static final MetricDefinition LONGEST_TRANSACTION =
      gauge(
          "database_transaction_longest_seconds",
          "How long the oldest transaction that is open has been so.",
          "s");

  private static final Set<String> POSTGRES = Set.of("postgresql");
  private static final Set<String> MYSQL = Set.of("mysql", "mariadb");

  static final Map<String, List<SqlProbe>> BY_NAME =
      new TreeMap<>(Map.of("postgresql", postgres(), "mysql", mysql(), "mariadb", mysql()));

  private SqlPresets() {}

  private static List<SqlProbe> postgres() {
    return List.of(
        probe(POSTGRES, SIZE, "SELECT pg_database_size(current_database()) AS value"),
        probe(
            POSTGRES,
            TABLE_SIZE,
            "SELECT schemaname || '.' || relname AS tbl, pg_total_relation_size(relid) AS value"
                + " FROM pg_stat_user_tables ORDER BY 2 DESC LIMIT 20",
            "tbl"),
        probe(
            POSTGRES,
            LAG,
            "SELECT coalesce(nullif(application_name, ''), host(client_addr), 'replica') AS"
                + " replica, max(coalesce(extract(epoch FROM replay_lag), 0)) AS value FROM"
                + " pg_stat_replication GROUP BY 1 UNION ALL SELECT 'this', CASE WHEN EXISTS"
                + " (SELECT 1 FROM pg_stat_wal_receiver) AND pg_last_wal_receive_lsn() ="
                + " pg_last_wal_replay_lsn() THEN 0 ELSE extract(epoch FROM now() -"
                + " pg_last_xact_replay_timestamp()) END WHERE pg_is_in_recovery()",
            "replica"),
        probe(
            POSTGRES,
            LOCKED,
            "SELECT count(*) AS value FROM pg_stat_activity"
                + " WHERE wait_event_type = 'Lock' AND datname = current_database()"),
        probe(
            POSTGRES,
            LONGEST_LOCKED,
            "SELECT coalesce(max(extract(epoch FROM now() - query_start)), 0) AS value"
                + " FROM pg_stat_activity"
                + " WHERE wait_event_type = 'Lock' AND datname = current_database()"),
        probe(
            POSTGRES,
            SESSIONS,
            "SELECT coalesce(state, 'none') AS state, count(*) AS value FROM pg_stat_activity"
                + " WHERE datname = current_database() AND pid <> pg_backend_pid() GROUP BY 1",
            "state"),
        probe(
            POSTGRES,
            LONGEST_TRANSACTION,
            "SELECT coalesce(max(extract(epoch FROM now() - xact_start)), 0) AS value"
                + " FROM pg_stat_activity"
                + " WHERE datname = current_database() AND pid <> pg_backend_pid()"));
  }

  private static List<SqlProbe> mysql() {
    String size = "coalesce(sum(data_length + index_length), 0) AS value";
    String waiting = " FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'";
    return List.of(
        probe(
            MYSQL,
            SIZE,
            "SELECT " + size + " FROM information_schema.tables WHERE table_schema = database()"),
        probe(
            MYSQL,
            TABLE_SIZE,
            "SELECT concat(table_schema, '.', table_name) AS tbl, "
                + size
                + " FROM information_schema.tables WHERE table_schema = database()"
                + " AND table_type = 'BASE TABLE' GROUP BY 1 ORDER BY 2 DESC LIMIT 20",
            "tbl"),
        lag("mariadb", "SHOW ALL SLAVES STATUS"),
        lag("mysql", "SHOW REPLICA STATUS"),
        probe(MYSQL, LOCKED, "SELECT count(*) AS value" + waiting),
        probe(
            MYSQL,
            LONGEST_LOCKED,
            "SELECT coalesce(max(timestampdiff(SECOND, trx_wait_started, now())), 0) AS value"
                + waiting),
        probe(
            MYSQL,
            SESSIONS,
            "SELECT lower(command) AS state, count(*) AS value FROM information_schema.processlist"
                + " WHERE db = database() AND id <> connection_id() GROUP BY 1",
            "state"),
        probe(
            MYSQL,
            LONGEST_TRANSACTION,
            "SELECT coalesce(max(timestampdiff(SECOND, trx_started, now())), 0) AS value"
                + " FROM information_schema.innodb_trx"
                + " WHERE trx_mysql_thread_id <> connection_id()"));
  }

  /**
   * A replica says with whom it is: nobody else knows. MySQL's driver may talk to MariaDB, which
   * has kept the words.
   */
  private static SqlProbe lag(String system, String sql) {
    return new SqlProbe(
        LAG.name(),
        LAG,
        sql,
        List.of("Source_Host or Master_Host"),
        "Seconds_Behind_Source or Seconds_Behind_Master",
        Set.of(system),
        "",
        INTERVAL,
        TIMEOUT);
  }

  private static SqlProbe probe(
      Set<String> systems, MetricDefinition metric, String sql, String... columns) {
    return new SqlProbe(
        metric.name(), metric, sql, List.of(columns), "value", systems, "", INTERVAL, TIMEOUT);
  }

  private static MetricDefinition gauge(String name, String help, String unit, String... labels) {
    List<String> all = new ArrayList<>(List.of("database", "server"));
    all.addAll(Arrays.asList(labels));
    return MetricDefinition.gauge(name, help).unit(unit).labels(all.toArray(String[]::new));
  }
}
