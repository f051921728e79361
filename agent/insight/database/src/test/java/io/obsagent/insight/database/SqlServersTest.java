// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.testing.MariaDb;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Probes and plans on real servers. */
class SqlServersTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** What holds for each of them. */
  abstract static class Server {
    private final String preset;
    private final String url;
    private final String user;
    OneConnectionPool pool;

    Server(String preset, String url, String user) {
      this.preset = preset;
      this.url = url;
      this.user = user;
    }

    @BeforeEach
    void open() throws SQLException {
      pool = new OneConnectionPool(preset + System.nanoTime(), url, user);
      run(pool.physical, "DROP TABLE IF EXISTS orders");
      run(pool.physical, "CREATE TABLE orders (id INT PRIMARY KEY, status VARCHAR(20))");
      run(pool.physical, "INSERT INTO orders VALUES (1, 'open'), (2, 'open'), (3, 'sent')");
    }

    @AfterEach
    void close() throws SQLException {
      pool.close();
    }

    Connection another() throws SQLException {
      return DriverManager.getConnection(url, user, "");
    }

    @Test
    void thePresetTellsSizesLocksAndSessions() throws SQLException {
      try (SqlProbes probes = new SqlProbes(() -> List.of(pool.known()))) {
        List<MetricFamily> families = turn(probes, SqlPresets.BY_NAME.get(preset));
        assertThat(names(families))
            .contains(
                "database_size_bytes",
                "database_table_size_bytes",
                "database_lock_waiters",
                "database_lock_wait_longest_seconds",
                "database_transaction_longest_seconds");
        assertThat(value(families, "database_size_bytes")).isPositive();
        assertThat(value(families, "database_lock_waiters")).isZero();
        assertThat(families.toString()).contains(".orders").doesNotContain("sent");
      }
      assertIsAsBefore();
    }

    @Test
    void aProbeOfTheUsersIsASeriesForEachRow() throws SQLException {
      SqlProbe probe =
          SqlProbesTest.parse(
                  """
                  - name: orders
                    sql: SELECT status, count(*) AS value FROM orders GROUP BY status
                    labels: [status]
                  """)
              .get(0);
      try (SqlProbes probes = new SqlProbes(() -> List.of(pool.known()))) {
        List<MetricFamily> families = turn(probes, List.of(probe));
        assertThat(families.get(0).points())
            .extracting(point -> point.labelValues().get(2) + '=' + value(point))
            .containsExactlyInAnyOrder("open=2.0", "sent=1.0");
      }
      assertIsAsBefore();
    }

    @Test
    void nothingCanBeWritten() throws Exception {
      try (ReadOnlySession session = ReadOnlySession.open(pool.known(), TIMEOUT)) {
        session.begin(TIMEOUT);
        assertThatThrownBy(() -> run(session.connection(), "DELETE FROM orders"))
            .isInstanceOf(SQLException.class);
      }
      assertIsAsBefore();
    }

    @Test
    void aProbeThatTakesTooLongEndsAndTheNextWorks() throws SQLException {
      SqlProbe slow = probe("slow", slow(), Duration.ofSeconds(1));
      SqlProbe sound = probe("sound", "SELECT 42 AS value", TIMEOUT);
      try (SqlProbes probes = new SqlProbes(() -> List.of(pool.known()))) {
        assertThat(names(turn(probes, List.of(slow, sound)))).containsExactly("sql_probe_sound");
      }
      assertIsAsBefore();
    }

    abstract String slow();

    @Test
    void aPlanIsMadeWithoutValues() throws Exception {
      assertThat(plan("SELECT status FROM orders WHERE id = ?")).containsIgnoringCase("orders");
      assertThat(plan("SELECT id FROM orders WHERE id IN (?) ORDER BY id LIMIT ? OFFSET ?"))
          .containsIgnoringCase("orders");
      assertThat(plan("SELECT count(*) FROM orders")).containsIgnoringCase("orders");
      assertThatThrownBy(() -> plan("SELECT x FROM absent WHERE id = ?"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("absent");
      assertThat(plan("SELECT status FROM orders WHERE id = ?")).isNotEmpty();
    }

    String plan(String sql) throws Exception {
      try (ReadOnlySession session = ReadOnlySession.open(pool.known(), TIMEOUT)) {
        return new PlanRequest(session, TIMEOUT).explain(sql);
      } finally {
        assertIsAsBefore();
      }
    }

    void assertIsAsBefore() throws SQLException {
      assertThat(pool.active).isZero();
      assertThat(pool.physical.getAutoCommit()).isTrue();
      assertThat(pool.physical.isReadOnly()).isFalse();
      run(pool.physical, "INSERT INTO orders VALUES (4, 'new')");
      run(pool.physical, "DELETE FROM orders WHERE id = 4");
    }

    /** What the preset tells of replicas: {@code name=seconds}. */
    List<String> lag(OneConnectionPool asked) {
      try (SqlProbes probes = new SqlProbes(() -> List.of(asked.known()))) {
        return turn(probes, SqlPresets.BY_NAME.get(preset)).stream()
            .filter(family -> family.name().equals("database_replication_lag_seconds"))
            .flatMap(family -> family.points().stream())
            .map(point -> point.labelValues().get(2) + '=' + value(point))
            .toList();
      }
    }

    static SqlProbe probe(String name, String sql, Duration timeout) {
      return SqlProbesTest.parse("- name: " + name + "\n  sql: " + sql + '\n')
          .get(0)
          .with("", Duration.ofMinutes(1), timeout);
    }

    static List<MetricFamily> turn(SqlProbes probes, List<SqlProbe> wanted) {
      probes.prepare(wanted);
      probes.turn();
      return probes.collect();
    }

    static void run(Connection connection, String sql) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }

    static List<String> names(List<MetricFamily> families) {
      return families.stream().map(MetricFamily::name).toList();
    }

    static double value(List<MetricFamily> families, String name) {
      return families.stream()
          .filter(each -> each.name().equals(name))
          .mapToDouble(each -> value(each.points().get(0)))
          .findFirst()
          .orElseThrow();
    }

    static double value(MetricFamily.Point point) {
      return ((MetricFamily.NumberPoint) point).value();
    }
  }

  @Nested
  class Postgres extends Server {
    private static EmbeddedPostgres postgres;

    Postgres() {
      super("postgresql", postgres.getJdbcUrl("postgres", "postgres"), "postgres");
    }

    @BeforeAll
    static void start() throws IOException {
      postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stop() throws IOException {
      postgres.close();
    }

    @Override
    String slow() {
      return "SELECT pg_sleep(60)";
    }

    @Test
    void aPlanHoldsForAllValuesAndLeavesNoPreparedStatement() throws Exception {
      assertThat(plan("SELECT status FROM orders WHERE id = ? AND status = $1"))
          .contains("orders", "id = $2", "$1");
      try (Statement statement = pool.physical.createStatement();
          var rows =
              statement.executeQuery(
                  "SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'obs%'")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getInt(1)).isZero();
      }
    }

    @Test
    void aReplicaAndItsPrimaryTellHowFarItIsBehind(@TempDir Path directory) throws Exception {
      assertThat(lag(pool)).as("of what has no replica").isEmpty();
      try (PostgresReplica replica = PostgresReplica.of(postgres, directory.resolve("replica"));
          OneConnectionPool behind = new OneConnectionPool("replica", replica.url(), "postgres")) {
        run(pool.physical, "UPDATE orders SET status = 'seen' WHERE id = 1");
        Conditions.await(() -> status(behind).equals("seen"));
        Conditions.await(() -> lag(behind).equals(List.of("this=0.0")));
        Conditions.await(() -> lag(pool).toString().matches("\\[copy=[0-9.E-]+]"));
        run(behind.physical, "SELECT pg_wal_replay_pause()");
        run(pool.physical, "UPDATE orders SET status = 'late' WHERE id = 1");
        Conditions.await(() -> lag(behind).toString().matches("\\[this=(?!0\\.0])[0-9.E-]+]"));
        run(behind.physical, "SELECT pg_wal_replay_resume()");
        Conditions.await(() -> lag(behind).equals(List.of("this=0.0")));
        replica.leave();
        Conditions.await(() -> lag(pool).isEmpty());
        Conditions.await(() -> lag(behind).toString().matches("\\[this=(?!0\\.0])[0-9.E-]+]"));
      }
    }

    private String status(OneConnectionPool asked) {
      try (Statement statement = asked.physical.createStatement();
          var rows = statement.executeQuery("SELECT status FROM orders WHERE id = 1")) {
        assertThat(rows.next()).isTrue();
        return rows.getString(1);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    @Test
    void whoWaitsForALockIsCounted() throws Exception {
      try (Connection holder = another();
          Connection waiter = another()) {
        holder.setAutoCommit(false);
        run(holder, "UPDATE orders SET status = 'x' WHERE id = 1");
        Thread waiting =
            new Thread(
                () -> {
                  try {
                    run(waiter, "UPDATE orders SET status = 'y' WHERE id = 1");
                  } catch (SQLException e) {
                    throw new AssertionError(e);
                  }
                });
        waiting.start();
        List<SqlProbe> preset = SqlPresets.BY_NAME.get("postgresql");
        Conditions.await(
            () -> {
              try (SqlProbes probes = new SqlProbes(() -> List.of(pool.known()))) {
                return value(turn(probes, preset), "database_lock_waiters") == 1;
              }
            });
        holder.rollback();
        waiting.join();
      }
    }
  }

  @Nested
  @ExtendWith(MariaDb.class)
  class Maria extends Server {
    Maria() {
      super(
          "mariadb",
          "jdbc:mariadb://127.0.0.1:" + MariaDb.port() + "/test?sslMode=disable",
          "root");
    }

    @Override
    String slow() {
      return "SELECT sleep(60)";
    }

    @Test
    void aReplicaTellsHowFarItIsBehind() throws Exception {
      int[] port = new int[1];
      try (AutoCloseable replica = MariaDb.startAnother(found -> port[0] = found)) {
        String server = "127.0.0.1:" + port[0] + "/test?sslMode=";
        String url = "jdbc:mariadb://" + server + "disable";
        String byMySql = "jdbc:mysql://" + server + "DISABLED";
        try (OneConnectionPool behind = new OneConnectionPool("replica", url, "root");
            OneConnectionPool same = new OneConnectionPool("same", byMySql, "root")) {
          run(
              behind.physical,
              "CHANGE MASTER TO master_host = '127.0.0.1', master_port = "
                  + MariaDb.port()
                  + ", master_user = 'root', master_use_gtid = no");
          run(behind.physical, "START SLAVE");
          for (OneConnectionPool asked : List.of(behind, same)) {
            Conditions.await(() -> lag(asked).equals(List.of("127.0.0.1=0.0")));
          }
        }
        assertThat(lag(pool)).as("of what is no replica").isEmpty();
      }
    }
  }

  @Nested
  @ExtendWith(MariaDb.class)
  class MariaByMySql extends Server {
    MariaByMySql() {
      super("mysql", "jdbc:mysql://127.0.0.1:" + MariaDb.port() + "/test?sslMode=DISABLED", "root");
    }

    @Override
    String slow() {
      return "SELECT sleep(60)";
    }
  }
}
