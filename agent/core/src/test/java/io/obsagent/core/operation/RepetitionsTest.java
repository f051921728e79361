// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.core.testing.Fixture;
import io.obsagent.core.testing.Fixture.Request;
import io.obsagent.core.testing.MapConfig;
import io.obsagent.spi.telemetry.DbCalls;
import io.obsagent.spi.telemetry.HttpServerOperation;
import io.obsagent.spi.telemetry.SqlDialect;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepetitionsTest {
  private final CoreTelemetry telemetry =
      new CoreTelemetry(
          new MapConfig().with("database.statements", "1000").with("database.repeated-query", "10"),
          span -> {});

  private HttpServerOperation request() {
    HttpServerOperation server =
        telemetry.startHttpServer(Fixture.SERVER, new Request("GET", "/orders"));
    server.attach();
    return server;
  }

  private void run(String table, int id) {
    String sql = "SELECT * FROM " + table + " WHERE id = " + id;
    telemetry
        .startDb(Fixture.H2, telemetry.analyseSql(sql, false, SqlDialect.STANDARD), 1)
        .end(null);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 32, 64})
  void aLoopOverSeveralStatementsInTurnRepeatsEachOfThem(int statements) {
    HttpServerOperation server = request();
    for (int row = 0; row < 12; row++) {
      for (int each = 0; each < statements; each++) {
        run("t" + each, row);
      }
    }
    server.finish(null);

    assertThat(telemetry.databaseCalls())
        .hasSize(statements)
        .allSatisfy(calls -> assertThat(calls.repeated()).isEqualTo(1))
        .allSatisfy(calls -> assertThat(calls.mostRepeated()).isEqualTo(12));
  }

  @ParameterizedTest
  @CsvSource({"9, 0", "10, 1"})
  void theBoundIsTheOption(int times, int repeated) {
    HttpServerOperation server = request();
    for (int row = 0; row < times; row++) {
      run("a", row);
      run("b", row);
    }
    server.finish(null);

    assertThat(telemetry.databaseCalls())
        .extracting(DbCalls::repeated)
        .containsOnly((long) repeated);
  }

  @Test
  void statementsOfARequestThatRunOnceForgetNoLoop() {
    HttpServerOperation server = request();
    for (int row = 0; row < 12; row++) {
      run("looped", row);
      run("once" + row, row);
      run("then" + row, row);
    }
    server.finish(null);

    List<DbCalls> repeated =
        telemetry.databaseCalls().stream().filter(calls -> calls.repeated() > 0).toList();
    assertThat(repeated)
        .extracting(calls -> calls.statement().collection())
        .containsExactly("looped");
  }

  @Test
  void threadsOfOneTraceDoNotDisturbEachOther() throws InterruptedException {
    HttpServerOperation server = request();
    Thread[] threads = new Thread[8];
    for (int i = 0; i < threads.length; i++) {
      int own = i;
      Runnable loop =
          server
              .context()
              .wrap(
                  () -> {
                    for (int row = 0; row < 2_000; row++) {
                      run("t" + own + "_" + row % 40, row);
                    }
                  });
      threads[i] = new Thread(loop);
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    server.finish(null);

    assertThat(telemetry.databaseCalls().stream().mapToLong(DbCalls::calls).sum())
        .isEqualTo(8 * 2_000);
  }
}
