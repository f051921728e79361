// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.WatchedPools;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class PostgresTest extends R2dbcKit {
  private EmbeddedPostgres postgres;

  @BeforeAll
  void start() throws IOException {
    postgres = EmbeddedPostgres.start();
  }

  @AfterAll
  void stop() throws IOException {
    disconnect();
    postgres.close();
  }

  private String url(String driver) {
    return "r2dbc:" + driver + "://postgres:geheim@localhost:" + postgres.getPort() + "/postgres";
  }

  @Override
  ConnectionFactory factory() {
    return ConnectionFactories.get(url("postgresql"));
  }

  @Override
  String system() {
    return "postgresql";
  }

  @Override
  String namespace() {
    return "postgres";
  }

  @Test
  void theServerIsTold() {
    assertThat(ids(connection(), "SELECT id FROM orders").blockFirst(PATIENCE)).isEqualTo(1);
    assertThat(Recorded.awaitSpans(1).get(0).attributes())
        .containsEntry("server.address", "localhost")
        .containsEntry("server.port", (long) postgres.getPort());
  }

  @Test
  void whoWaitsForAConnectionOfAPoolKeepsTheContext() throws Exception {
    ConnectionPool pool =
        (ConnectionPool) ConnectionFactories.get(url("pool:postgresql") + "?maxSize=2");
    try {
      assertThat(
              Recorded.served(
                  Map.of(),
                  () ->
                      Flux.range(0, 12)
                          .flatMap(i -> first(pool), 12)
                          .collectList()
                          .block(PATIENCE)))
          .hasSize(12)
          .containsOnly(1);
      // An older driver asks a server about itself besides.
      Recorded.await(() -> selects().size() >= 12, () -> "no 12 statements: " + Recorded.spans());
      assertThat(selects()).hasSize(12);
      Recorded.await(() -> request() != null, () -> "no request: " + Recorded.spans());
      assertThat(selects()).allMatch(span -> span.isChildOf(request()));
      assertThat(gauge("max")).isEqualTo(2);
      assertThat(gauge("pending")).isZero();
      Recorded.await(() -> Double.valueOf(0).equals(gauge("active")), () -> "still in use");
      assertThat(gauge("idle")).isBetween(1.0, 2.0);
    } finally {
      pool.dispose();
    }
    assertThat(gauge("max")).isNull();
  }

  @Test
  void whoWatchesAPoolIsToldOfEachConnectionUntilItIsBack() {
    ConnectionPool pool = (ConnectionPool) ConnectionFactories.get(url("pool:postgresql"));
    try (WatchedPools watched = new WatchedPools()) {
      Connection taken = pool.create().block(PATIENCE);
      assertThat(watched.taken()).hasSize(1);
      assertThat(watched.back()).isZero();
      Mono<Void> closing = Mono.from(taken.close());
      assertThat(watched.back()).isZero(); // it is not closed before somebody subscribes
      closing.block(PATIENCE);
      assertThat(watched.back()).isOne();
    } finally {
      pool.dispose();
    }
  }

  private static List<RecordedSpan> selects() {
    return Recorded.spans().stream().filter(span -> span.name().equals("SELECT orders")).toList();
  }

  private static @Nullable RecordedSpan request() {
    return Recorded.spans().stream()
        .filter(span -> span.kind().equals("SERVER"))
        .findFirst()
        .orElse(null);
  }

  private Double gauge(String name) {
    return Recorded.metric(
        "database_connections_"
            + name
            + "{database=\"postgres\",pool=\"localhost:"
            + postgres.getPort()
            + "/postgres\"}");
  }

  private static Mono<Integer> first(ConnectionPool pool) {
    return Mono.usingWhen(
        pool.create(),
        connection -> ids(connection, "SELECT id FROM orders WHERE id = 1").next(),
        Connection::close);
  }
}
