// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.cassandra4;

import static com.datastax.oss.simulacron.common.stubbing.PrimeDsl.invalid;
import static com.datastax.oss.simulacron.common.stubbing.PrimeDsl.readTimeout;
import static com.datastax.oss.simulacron.common.stubbing.PrimeDsl.rows;
import static com.datastax.oss.simulacron.common.stubbing.PrimeDsl.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.servererrors.ReadTimeoutException;
import com.datastax.oss.simulacron.common.codec.ConsistencyLevel;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class CassandraTest {
  private static final String SECRET = "geheim-4711";
  private static final String SELECT = "SELECT id FROM orders WHERE customer = '" + SECRET + "'";

  private static Cluster cluster;
  private static CqlSession session;

  @BeforeAll
  static void open() throws IOException {
    cluster = Cluster.start();
    cluster.nodes().prime(when(SELECT).then(rows().row("id", "1").columnTypes("id", "varchar")));
    session = cluster.connect();
  }

  @AfterAll
  static void close() {
    session.close();
    cluster.close();
  }

  private static double count(String status, String error) {
    Double count =
        Recorded.metric(
            "database_query_duration_seconds_count{query_type=\"SELECT\",table=\"orders\","
                + "system=\"cassandra\",database=\"shop\",status=\""
                + status
                + "\",error_type=\""
                + error
                + "\"}");
    return count == null ? 0 : count;
  }

  @Test
  void aStatementIsASpanWithItsTextAndWithoutValues() {
    double before = count("ok", "none");
    assertThat(session.execute(SELECT).one().getString(0)).isEqualTo("1");

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("SELECT orders");
    assertThat(span.kind()).isEqualTo("CLIENT");
    assertThat(span.status()).isEqualTo("UNSET");
    assertThat(span.attributes())
        .containsEntry("db.system.name", "cassandra")
        .containsEntry("db.namespace", "shop")
        .containsEntry("db.operation.name", "SELECT")
        .containsEntry("db.collection.name", "orders")
        .containsEntry("db.query.text", "SELECT id FROM orders WHERE customer = ?")
        .containsEntry("cassandra.coordinator.dc", "dc1")
        .containsEntry("server.address", "127.0.0.1")
        .containsEntry("server.port", (long) cluster.port());
    assertThat(span.toString()).doesNotContain(SECRET);
    assertThat(count("ok", "none")).isEqualTo(before + 1);
  }

  @Test
  void anAsynchronousStatementIsAChildOfTheRequest() throws Exception {
    Recorded.served(
        Map.of(),
        () ->
            session
                .executeAsync(SELECT)
                .thenCompose(first -> session.executeAsync(SELECT))
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS));

    List<RecordedSpan> spans = Recorded.awaitSpans(3);
    assertThat(spans.stream().skip(1))
        .allMatch(span -> span.name().equals("SELECT orders") && span.isChildOf(spans.get(0)));
  }

  @Test
  void aBatchSaysHowManyStatementsItHas() {
    session.execute(
        BatchStatement.newInstance(
            DefaultBatchType.LOGGED,
            SimpleStatement.newInstance("INSERT INTO orders (id) VALUES ('" + SECRET + "')"),
            SimpleStatement.newInstance("DELETE FROM orders WHERE id = 'x'")));

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("BATCH INSERT orders");
    assertThat(span.attribute("db.operation.batch.size")).isEqualTo(2L);
    assertThat(span.toString()).doesNotContain(SECRET);
  }

  @Test
  void whatTheServerRefusesIsAnError() {
    String refused = "SELECT id FROM orders WHERE nothing = '" + SECRET + "'";
    cluster.nodes().prime(when(refused).then(invalid("no column " + SECRET)));
    double before = count("error", InvalidQueryException.class.getName());
    assertThatThrownBy(() -> session.execute(refused)).isInstanceOf(InvalidQueryException.class);

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.attribute("error.type")).isEqualTo(InvalidQueryException.class.getName());
    assertThat(span.attribute("server.port")).isEqualTo((long) cluster.port());
    assertThat(span.toString()).doesNotContain(SECRET);
    assertThat(count("error", InvalidQueryException.class.getName())).isEqualTo(before + 1);
  }

  @Test
  void aTimeOutIsAFailureOfItsOwn() {
    String late = "SELECT id FROM orders WHERE id = 'late'";
    cluster.nodes().prime(when(late).then(readTimeout(ConsistencyLevel.ONE, 0, 1, false)));
    double before = Recorded.sum("database_failures_total");
    assertThatThrownBy(() -> session.execute(late)).isInstanceOf(ReadTimeoutException.class);
    assertThat(Recorded.awaitSpans(1).get(0).status()).isEqualTo("ERROR");
    assertThat(Recorded.sum("database_failures_total")).isEqualTo(before + 1);
  }

  @Test
  void whatTheDriverAsksForItselfIsNoSpan() {
    try (CqlSession other = cluster.connect()) {
      assertThat(other.execute(SELECT).one()).isNotNull();
    }
    assertThat(Recorded.awaitSpans(1))
        .extracting(RecordedSpan::name)
        .containsExactly("SELECT orders");
  }
}
