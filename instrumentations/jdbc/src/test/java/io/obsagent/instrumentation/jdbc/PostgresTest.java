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
