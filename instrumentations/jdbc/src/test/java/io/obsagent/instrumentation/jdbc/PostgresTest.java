// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.sql.BatchUpdateException;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.XAConnection;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.PGConnection;
import org.postgresql.xa.PGXADataSource;

@ExtendWith(AgentExtension.class)
class PostgresTest {
  private static final int PATIENCE_SECONDS = 60;

  private static EmbeddedPostgres postgres;
  private Connection connection;

  @BeforeAll
  static void start() throws IOException {
    postgres = EmbeddedPostgres.builder().setServerConfig("max_prepared_transactions", "2").start();
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @BeforeEach
  void open() throws SQLException {
    connection = postgres.getPostgresDatabase().getConnection();
    run("DROP TABLE IF EXISTS orders");
    run("CREATE TABLE orders (id SERIAL PRIMARY KEY, note TEXT)");
    forget();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  /** Spans arrive in the order of their ends: what came before the last is there, too. */
  private void forget() throws SQLException {
    run("SHOW TIMEZONE");
    Recorded.await(
        () -> Recorded.spans().stream().anyMatch(span -> span.name().equals("SHOW")),
        () -> "no span of SHOW");
    Recorded.clear();
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void aStatementIsOneSpan() throws SQLException {
    run("INSERT INTO orders VALUES (7, $$geheim$$)");
    try (PreparedStatement query =
        connection.prepareStatement("SELECT note FROM orders WHERE id = ?")) {
      query.setInt(1, 7);
      try (ResultSet rows = query.executeQuery()) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getString(1)).isEqualTo("geheim");
      }
    }

    assertNames("INSERT orders", "SELECT orders");
    RecordedSpan insert = Recorded.span("INSERT orders");
    assertThat(insert.attribute("db.query.text")).isEqualTo("INSERT INTO orders VALUES (?, ?)");
    assertThat(insert.attribute("db.system.name")).isEqualTo("postgresql");
    assertThat(insert.attribute("server.port")).isEqualTo((long) postgres.getPort());
  }

  private static void assertNames(String... names) {
    assertThat(Recorded.awaitSpans(names.length))
        .extracting(RecordedSpan::name)
        .containsExactly(names);
  }

  @Test
  void copyingInAndOutIsASpanEach() throws Exception {
    var copy = connection.unwrap(PGConnection.class).getCopyAPI();
    assertThat(copy.copyIn("COPY orders FROM STDIN", new StringReader("1\tgeheim\n"))).isOne();
    StringWriter out = new StringWriter();
    copy.copyOut("COPY orders TO STDOUT", out);
    assertThatThrownBy(() -> copy.copyIn("COPY absent FROM STDIN", new StringReader("")))
        .isInstanceOf(SQLException.class);

    assertThat(out).hasToString("1\tgeheim\n");
    assertNames("COPY", "COPY", "COPY");
    RecordedSpan failed = Recorded.spans().get(2);
    assertThat(failed.attribute("db.response.status_code")).isEqualTo("42P01");
    assertThat(failed.attribute("db.query.text")).isEqualTo("COPY absent FROM STDIN");
    assertThat(failed.attribute("server.port")).isEqualTo((long) postgres.getPort());
  }

  @Test
  void aBatchThatFailsHasItsSizeAndSqlStateAndNoneOfItsValues() throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO orders VALUES (?, ?)")) {
      for (int id : new int[] {1, 2, 2}) {
        insert.setInt(1, id);
        insert.setString(2, "geheim");
        insert.addBatch();
      }
      assertThatThrownBy(insert::executeBatch)
          .isInstanceOf(BatchUpdateException.class)
          .hasMessageContaining("geheim");
    }

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("BATCH INSERT orders");
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.attribute("db.operation.batch.size")).isEqualTo(3L);
    assertThat(span.attribute("db.response.status_code")).isEqualTo("23505");
    assertThat(span.attribute("error.type")).isEqualTo("java.sql.BatchUpdateException");
    assertThat(span.toString()).doesNotContain("geheim");
  }

  @Test
  void largeBatchesAndGeneratedKeysAreOneSpanEach() throws SQLException {
    String sql = "INSERT INTO orders (note) VALUES (?)";
    try (PreparedStatement insert =
        connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS)) {
      for (int i = 0; i < 2; i++) {
        insert.setString(1, "x");
        insert.addBatch();
      }
      assertThat(insert.executeLargeBatch()).containsExactly(1, 1);
      insert.setString(1, "y");
      assertThat(insert.executeLargeUpdate()).isOne();
      assertThat(insert.getGeneratedKeys().next()).isTrue();
    }

    assertNames("BATCH INSERT orders", "INSERT orders");
  }

  @Test
  void aFunctionIsCalledInOneSpan() throws SQLException {
    run(
        "CREATE OR REPLACE FUNCTION twice(n INT) RETURNS INT LANGUAGE sql"
            + " AS $$ SELECT n * 2 $$");
    forget();
    try (CallableStatement call = connection.prepareCall("{? = call twice(?)}")) {
      call.registerOutParameter(1, Types.INTEGER);
      call.setInt(2, 21);
      call.execute();
      assertThat(call.getInt(1)).isEqualTo(42);
    }

    assertNames("CALL twice");
  }

  @Test
  void aStatementThatTheServerOrTheApplicationCancelsHasItsSqlState() throws Exception {
    run("SET statement_timeout = 50");
    assertThatThrownBy(() -> run("SELECT pg_sleep(20)")).isInstanceOf(SQLException.class);
    run("SET statement_timeout = 0");
    try (Statement statement = connection.createStatement()) {
      CompletableFuture<Void> sleeping =
          CompletableFuture.runAsync(
              () ->
                  assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(300)"))
                      .isInstanceOf(SQLException.class));
      awaitSleep();
      statement.cancel();
      sleeping.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    Recorded.await(() -> sleeps().size() == 2, () -> "not two sleeps: " + Recorded.spans());
    assertThat(sleeps())
        .allSatisfy(
            span -> assertThat(span.attribute("db.response.status_code")).isEqualTo("57014"));
  }

  private static void awaitSleep() throws SQLException {
    String sleeping = "SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND wait_event = ?";
    try (Connection other = postgres.getPostgresDatabase().getConnection();
        PreparedStatement query = other.prepareStatement(sleeping)) {
      query.setString(1, "PgSleep");
      Recorded.await(() -> hasRow(query), () -> "nobody sleeps");
    }
  }

  private static boolean hasRow(PreparedStatement query) {
    try (ResultSet rows = query.executeQuery()) {
      return rows.next();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static List<RecordedSpan> sleeps() {
    return Recorded.spans().stream()
        .filter(span -> "SELECT pg_sleep(?)".equals(span.attribute("db.query.text")))
        .toList();
  }

  @Test
  void deadlocksLocksAndSerialisationFailuresAreCounted() throws Exception {
    double locks = failures("lock_timeout");
    double serialisations = failures("serialization");
    double cancelled = failures("cancelled");
    run("INSERT INTO orders VALUES (1, 'x'), (2, 'y')");
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    run("SELECT * FROM orders");
    try (Connection other = postgres.getPostgresDatabase().getConnection();
        Statement statement = other.createStatement()) {
      statement.executeUpdate("UPDATE orders SET note = 'z' WHERE id = 1");
      assertThatThrownBy(() -> run("UPDATE orders SET note = 'a' WHERE id = 1"))
          .hasFieldOrPropertyWithValue("SQLState", "40001");
      connection.rollback();
      run("UPDATE orders SET note = 'b' WHERE id = 2");
      assertThatThrownBy(() -> statement.executeQuery("SELECT * FROM orders FOR UPDATE NOWAIT"))
          .hasFieldOrPropertyWithValue("SQLState", "55P03");
      connection.rollback();
      statement.execute("SET statement_timeout = 50");
      assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(60)"))
          .hasFieldOrPropertyWithValue("SQLState", "57014");
    }

    assertThat(failures("lock_timeout")).isEqualTo(locks + 1);
    assertThat(failures("serialization")).isEqualTo(serialisations + 1);
    assertThat(failures("cancelled")).isEqualTo(cancelled + 1);
  }

  private static double failures(String kind) {
    Double count =
        Recorded.metric(
            "database_failures_total{kind=\""
                + kind
                + "\",system=\"postgresql\",database=\"postgres\"}");
    return count == null ? 0 : count;
  }

  @Test
  void whatReturnsRowsAndHasSavePointsIsItsStatements() throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement =
        connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)) {
      ResultSet made =
          statement.executeQuery("INSERT INTO orders (note) VALUES ('x') RETURNING id");
      assertThat(made.last()).isTrue();
      var point = connection.setSavepoint("before");
      assertThat(statement.executeUpdate("DELETE FROM orders")).isEqualTo(1);
      connection.rollback(point);
      assertThat(statement.execute("SELECT 1; SELECT 2")).isTrue();
      assertThat(statement.getMoreResults()).isTrue();
    }
    connection.rollback();

    assertNames("INSERT orders", "SAVEPOINT", "DELETE orders", "SELECT; SELECT");
  }

  @Test
  void rowsThatAreFetchedInPartsAreOneSpan() throws SQLException {
    run("INSERT INTO orders SELECT generate_series(1, 100), 'x'");
    connection.setAutoCommit(false);
    int rows = 0;
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(10);
      try (ResultSet all = statement.executeQuery("SELECT * FROM orders")) {
        while (all.next()) {
          rows++;
        }
      }
    }
    connection.commit();

    assertThat(rows).isEqualTo(100);
    assertNames("INSERT orders SELECT", "SELECT orders");
  }

  @Test
  void waitingForNotificationsIsNoSpan() throws SQLException {
    run("LISTEN news");
    run("NOTIFY news, 'geheim'");
    assertThat(connection.unwrap(PGConnection.class).getNotifications(1_000)).hasSize(1);

    assertNames("LISTEN", "NOTIFY");
    assertThat(Recorded.span("NOTIFY").attribute("db.query.text")).isEqualTo("NOTIFY news, ?");
  }

  @Test
  void aDistributedTransactionIsItsStatements() throws Exception {
    PGXADataSource source = new PGXADataSource();
    source.setUrl(postgres.getJdbcUrl("postgres", "postgres"));
    XAConnection distributed = source.getXAConnection();
    try (Connection branch = distributed.getConnection();
        Statement statement = branch.createStatement()) {
      XAResource resource = distributed.getXAResource();
      Xid xid = new Branch();
      resource.start(xid, XAResource.TMNOFLAGS);
      statement.executeUpdate("INSERT INTO orders (note) VALUES ('geheim')");
      resource.end(xid, XAResource.TMSUCCESS);
      assertThat(resource.prepare(xid)).isEqualTo(XAResource.XA_OK);
      resource.commit(xid, false);
    } finally {
      distributed.close();
    }

    assertNames("INSERT orders", "PREPARE", "COMMIT");
    assertThat(Recorded.span("PREPARE").attribute("db.query.text"))
        .isEqualTo("PREPARE TRANSACTION ?");
  }

  private record Branch() implements Xid {
    @Override
    public int getFormatId() {
      return 1;
    }

    @Override
    public byte[] getGlobalTransactionId() {
      return new byte[] {1};
    }

    @Override
    public byte[] getBranchQualifier() {
      return new byte[] {2};
    }
  }
}
