// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.core.testing.Fixture;
import io.obsagent.core.testing.Fixture.Request;
import io.obsagent.core.testing.MapConfig;
import io.obsagent.spi.telemetry.DbCalls;
import io.obsagent.spi.telemetry.DbOperation;
import io.obsagent.spi.telemetry.DbOperation.Failure;
import io.obsagent.spi.telemetry.DbStatement;
import io.obsagent.spi.telemetry.DbTarget;
import io.obsagent.spi.telemetry.HttpServerOperation;
import io.obsagent.spi.telemetry.SqlDialect;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatementCallsTest {
  private static final DbTarget OTHER = DbTarget.ofJdbcUrl("jdbc:h2:mem:other");

  private final CoreTelemetry telemetry =
      new CoreTelemetry(
          new MapConfig()
              .with("database.statements", "20")
              .with("database.repeated-query", "3")
              .with("database.large-result", "1000"),
          span -> {});

  private void run(DbTarget target, String sql) {
    telemetry.startDb(target, telemetry.analyseSql(sql, false, SqlDialect.ANY), 1).end(null);
  }

  private DbCalls only(String text) {
    List<DbCalls> found =
        telemetry.databaseCalls().stream()
            .filter(calls -> text.equals(calls.statement().text()))
            .toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  @Test
  void callsOfOneStatementAddUpWhateverTheirValuesAre() {
    run(Fixture.H2, "SELECT * FROM t WHERE id = 1");
    run(Fixture.H2, "SELECT * FROM t WHERE id = 2");
    run(DbTarget.ofJdbcUrl("jdbc:h2:mem:shop"), "SELECT * FROM t WHERE id = 3");

    DbCalls calls = only("SELECT * FROM t WHERE id = ?");
    assertThat(calls.calls()).isEqualTo(3);
    assertThat(calls.errors()).isZero();
    assertThat(calls.nanos()).isPositive();
    assertThat(calls.slowestNanos()).isBetween(1L, calls.nanos());
  }

  @Test
  void databasesAreKeptApartThoughTheyRunTheSame() {
    for (int i = 0; i < 5; i++) {
      run(Fixture.H2, "SELECT 1");
      run(OTHER, "SELECT 1");
    }

    assertThat(telemetry.databaseCalls())
        .extracting(DbCalls::calls)
        .containsExactlyInAnyOrder(5L, 5L);
  }

  @Test
  void errorsAndChangedRowsAreCounted() {
    DbStatement update = telemetry.analyseSql("UPDATE t SET a = 1", false, SqlDialect.ANY);
    DbOperation good = telemetry.startDb(Fixture.H2, update, 1);
    good.affectedRows(7);
    good.end(null);
    DbOperation bad = telemetry.startDb(Fixture.H2, update, 1);
    bad.failure(Failure.DEADLOCK);
    bad.end(new SQLException("no"));

    DbCalls calls = only("UPDATE t SET a = ?");
    assertThat(calls.rows()).isEqualTo(7);
    assertThat(calls.errors()).isEqualTo(1);
    assertThat(calls.calls()).isEqualTo(2);
  }

  @Test
  void rowsThatAreReadAreCounted() {
    DbStatement query = telemetry.analyseSql("SELECT a FROM t", false, SqlDialect.ANY);
    String longest = "";
    for (long rows : new long[] {999, 1_000, 4_000, 3}) {
      DbOperation operation = telemetry.startDb(Fixture.H2, query, 1);
      assertThat(operation.rowsFollow()).isTrue();
      operation.fetched(rows, 1);
      operation.end(null);
      longest = rows == 4_000 ? operation.span().getSpanContext().getTraceId() : longest;
    }
    run(Fixture.H2, "SELECT a FROM t");

    assertThat(only("SELECT a FROM t").results())
        .isEqualTo(new DbCalls.Results(4, 6_002, 2, 4_000, longest));
  }

  @Test
  void whatATraceRepeatsIsTold() {
    HttpServerOperation server =
        telemetry.startHttpServer(Fixture.SERVER, new Request("GET", "/orders"));
    server.attach();
    for (int i = 0; i < 5; i++) {
      run(Fixture.H2, "SELECT * FROM lines WHERE id = " + i);
      run(Fixture.H2, "SELECT * FROM products WHERE id = " + i);
    }
    server.finish(null);
    run(Fixture.H2, "SELECT * FROM lines WHERE id = 9");

    for (String table : List.of("lines", "products")) {
      DbCalls calls = only("SELECT * FROM " + table + " WHERE id = ?");
      assertThat(calls.repeated()).isEqualTo(1);
      assertThat(calls.mostRepeated()).isEqualTo(5);
      assertThat(calls.repeatedTraceId()).hasSize(32);
    }
  }

  @Test
  void beyondTheBoundStatementsShareOneUntilThereIsRoom() {
    for (int i = 0; i < 40; i++) {
      run(Fixture.H2, "SELECT a" + i + " FROM t");
    }
    List<DbCalls> all = telemetry.databaseCalls();
    assertThat(all).hasSize(21);
    assertThat(all.get(20).statement().summary()).isEqualTo("other");
    assertThat(all.get(20).calls()).isEqualTo(20);

    run(Fixture.H2, "SELECT late FROM t");
    assertThat(only("SELECT late FROM t").calls()).isEqualTo(1);
  }

  @Test
  void durationsAreInBucketsThatAreNarrow() {
    for (long nanos = 1; nanos < 400_000_000_000L; nanos = nanos * 9 / 8 + 1) {
      int bucket = DbCalls.bucketOf(nanos);
      assertThat(nanos).isLessThan(DbCalls.bucketNanos(bucket));
      if (bucket > 0) {
        assertThat(nanos).isGreaterThanOrEqualTo(DbCalls.bucketNanos(bucket - 1));
      }
    }
    assertThat(DbCalls.bucketOf(Long.MAX_VALUE)).isEqualTo(DbCalls.BUCKETS - 1);
  }
}
