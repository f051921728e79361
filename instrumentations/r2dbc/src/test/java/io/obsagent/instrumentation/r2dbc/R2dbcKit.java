// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What holds for each driver. */
@ExtendWith(AgentExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class R2dbcKit {
  static final Duration PATIENCE = Duration.ofSeconds(60);
  static final String SECRET = "geheim-4711";

  private Connection connection;

  abstract ConnectionFactory factory();

  abstract String system();

  abstract String namespace();

  /** SQLState of a key that is there already. */
  String duplicate() {
    return "23505";
  }

  /** What stands for a value. */
  String placeholder(int number) {
    return "$" + number;
  }

  final String insert() {
    return "INSERT INTO orders (id, customer) VALUES ("
        + placeholder(1)
        + ", "
        + placeholder(2)
        + ")";
  }

  @BeforeEach
  void connect() {
    if (connection == null) {
      connection = Mono.from(factory().create()).cast(Connection.class).block(PATIENCE);
    }
    run("DROP TABLE IF EXISTS orders");
    run("CREATE TABLE orders (id INT PRIMARY KEY, customer VARCHAR(40))");
    run("INSERT INTO orders VALUES (1, '" + SECRET + "'), (2, 'x'), (3, 'y')");
    Recorded.clear();
  }

  @AfterAll
  void disconnect() {
    if (connection != null) {
      Mono.from(connection.close()).block(PATIENCE);
    }
  }

  Connection connection() {
    return connection;
  }

  void run(String sql) {
    updated(connection.createStatement(sql)).block(PATIENCE);
  }

  static Mono<Long> updated(Statement statement) {
    return Flux.from(statement.execute())
        .flatMap(result -> Flux.from(result.getRowsUpdated()).cast(Number.class))
        .reduce(0L, (sum, rows) -> sum + rows.longValue());
  }

  static Flux<Integer> ids(Connection connection, String sql) {
    return Flux.from(connection.createStatement(sql).execute())
        .flatMap(result -> result.map((row, metadata) -> row.get(0, Integer.class)));
  }

  double count(String verb, String status, String error) {
    Double count =
        Recorded.metric(
            "database_query_duration_seconds_count{query_type=\""
                + verb
                + "\",table=\"orders\",system=\""
                + system()
                + "\",database=\""
                + namespace()
                + "\",status=\""
                + status
                + "\",error_type=\""
                + error
                + "\"}");
    return count == null ? 0 : count;
  }

  @Test
  void aStatementIsASpanWithItsTextAndWithoutValues() {
    double before = count("SELECT", "ok", "none");
    Flux<Integer> ids = ids(connection, "SELECT id FROM orders WHERE customer = '" + SECRET + "'");
    assertThat(Recorded.settled()).isEmpty();
    assertThat(ids.collectList().block(PATIENCE)).containsExactly(1);

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("SELECT orders");
    assertThat(span.kind()).isEqualTo("CLIENT");
    assertThat(span.status()).isEqualTo("UNSET");
    assertThat(span.attributes())
        .containsEntry("db.system.name", system())
        .containsEntry("db.namespace", namespace())
        .containsEntry("db.operation.name", "SELECT")
        .containsEntry("db.collection.name", "orders")
        .containsEntry("db.query.text", "SELECT id FROM orders WHERE customer = ?");
    assertThat(span.toString()).doesNotContain(SECRET);
    assertThat(count("SELECT", "ok", "none")).isEqualTo(before + 1);
  }

  @Test
  void eachSubscriptionRunsItAgain() {
    Flux<Integer> ids = ids(connection, "SELECT id FROM orders");
    assertThat(ids.collectList().block(PATIENCE)).hasSize(3);
    assertThat(ids.collectList().block(PATIENCE)).hasSize(3);
    assertThat(Recorded.awaitSpans(2)).allMatch(span -> span.name().equals("SELECT orders"));
  }

  @Test
  void anUpdateSaysHowManyRowsItHasChanged() {
    Statement update =
        connection
            .createStatement("UPDATE orders SET customer = " + placeholder(1) + " WHERE id > 1")
            .bind(0, SECRET);
    assertThat(updated(update).block(PATIENCE)).isEqualTo(2);

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("UPDATE orders");
    assertThat(span.attribute("obs.db.affected_rows")).isEqualTo(2L);
    assertThat(span.toString()).doesNotContain(SECRET);
  }

  @Test
  void setsOfValuesAreABatch() {
    Statement insert =
        connection
            .createStatement(insert())
            .bind(0, 10)
            .bind(1, SECRET)
            .add()
            .bind(0, 11)
            .bind(1, SECRET);
    assertThat(updated(insert).block(PATIENCE)).isEqualTo(2);

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("BATCH INSERT orders");
    assertThat(span.attribute("db.operation.batch.size")).isEqualTo(2L);
    assertThat(span.attribute("obs.db.affected_rows")).isEqualTo(2L);
    assertThat(span.toString()).doesNotContain(SECRET);
  }

  @Test
  void statementsOfABatchAreOne() {
    Publisher<? extends Result> batch =
        connection
            .createBatch()
            .add("INSERT INTO orders VALUES (20, 'a')")
            .add("DELETE FROM orders WHERE id < 3")
            .execute();
    assertThat(Flux.from(batch).flatMap(Result::getRowsUpdated).count().block(PATIENCE))
        .isEqualTo(2);

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("BATCH INSERT orders");
    assertThat(span.attribute("db.operation.batch.size")).isEqualTo(2L);
  }

  @Test
  void aFailureIsToldByItsState() {
    double before = count("INSERT", "error", "23");
    Statement insert = connection.createStatement(insert()).bind(0, 1).bind(1, SECRET);
    assertThatThrownBy(() -> updated(insert).block(PATIENCE)).isInstanceOf(R2dbcException.class);

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.attribute("db.response.status_code")).isEqualTo(duplicate());
    assertThat(span.toString()).doesNotContain(SECRET);
    assertThat(count("INSERT", "error", "23")).isEqualTo(before + 1);
  }

  @Test
  void whoTakesOnlyTheFirstResultMayReadItAfterwards() {
    Statement insert = connection.createStatement(insert()).bind(0, 1).bind(1, SECRET);
    assertThatThrownBy(
            () ->
                Mono.from(insert.execute())
                    .flatMap(result -> Mono.from(result.getRowsUpdated()))
                    .block(PATIENCE))
        .isInstanceOf(R2dbcException.class);
    assertThat(Recorded.awaitSpans(1).get(0).status()).isEqualTo("ERROR");
  }

  @Test
  void aResultThatNobodyReadsEnds() {
    Mono.from(connection.createStatement("UPDATE orders SET id = 9 WHERE id = 1").execute())
        .then()
        .block(PATIENCE);
    assertThat(Recorded.awaitSpans(1).get(0).status()).isEqualTo("UNSET");
  }

  @Test
  void statementsOfAChainAreChildrenOfTheRequest() throws Exception {
    Mono<List<Integer>> chain =
        ids(connection, "SELECT id FROM orders")
            .collectList()
            .flatMapMany(Flux::fromIterable)
            .concatMap(id -> ids(connection, "SELECT id FROM orders WHERE id = " + id))
            .collectList();
    assertThat(Recorded.served(Map.of(), () -> chain.block(PATIENCE))).hasSize(3);

    List<RecordedSpan> spans = Recorded.awaitSpans(5);
    assertThat(spans.stream().skip(1)).allMatch(span -> span.isChildOf(spans.get(0)));
  }
}
