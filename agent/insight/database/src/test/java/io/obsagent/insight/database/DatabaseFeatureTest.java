// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.insight.testkit.FeatureStage;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.telemetry.DbCalls;
import io.obsagent.spi.telemetry.DbStatement;
import io.obsagent.spi.telemetry.DbTarget;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseFeatureTest {
  private static final DbTarget SHOP = DbTarget.ofJdbcUrl("jdbc:postgresql://db.example:5432/shop");
  private static final long MILLI = 1_000_000;

  private final FeatureStage stage = new FeatureStage();
  private final Map<Long, DbCalls> totals = new HashMap<>();
  private final DatabaseFeature feature =
      new DatabaseFeature(() -> new ArrayList<>(totals.values()));

  @BeforeEach
  void begin() {
    feature.routes(stage.endpoints());
    feature.begin(stage.insight(null));
  }

  @AfterEach
  void end() {
    stage.close();
  }

  /** So many calls more of a statement, each so long, with a row each. */
  private void run(long id, String table, int calls, long millis) {
    DbCalls before = totals.get(id);
    long[] buckets = before == null ? new long[DbCalls.BUCKETS] : before.buckets().clone();
    buckets[DbCalls.bucketOf(millis * MILLI)] += calls;
    long nanos = calls * millis * MILLI + (before == null ? 0 : before.nanos());
    long rows = calls + (before == null ? 0 : before.rows());
    long slowest = Math.max(millis * MILLI, before == null ? 0 : before.slowestNanos());
    String summary = "SELECT " + table;
    DbStatement statement =
        new DbStatement("SELECT * FROM " + table + " WHERE id = ?", summary, "SELECT", table);
    totals.put(
        id,
        new DbCalls(
            id,
            SHOP,
            statement,
            0,
            nanos,
            rows,
            0,
            0,
            0,
            null,
            slowest,
            "a".repeat(32),
            buckets,
            new DbCalls.Results(2, 30_000, 1, 29_999, "b".repeat(32)),
            new DbCalls.Unbounded(3, 6_500 * MILLI)));
  }

  private void pass(Duration time) {
    for (Instant end = stage.now().plus(time); stage.now().isBefore(end); ) {
      feature.cycle(stage.tick().toEpochMilli());
    }
  }

  private Response ask(String... parameters) {
    return stage.get("/monitoring/database/queries", parameters);
  }

  private String body(String... parameters) {
    return FeatureStage.text(ask(parameters));
  }

  private List<String> summaries(String... parameters) {
    return Pattern.compile("\"summary\":\"([^\"]*)\"")
        .matcher(body(parameters))
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }

  @Test
  void allThatIsKnownOfAStatementIsTold() {
    run(7, "orders", 4, 10);

    assertThat(body())
        .contains("\"from\":\"2026-11-28T09:00:00Z\",\"to\":\"2026-11-28T10:00:00Z\"")
        .contains(
            "{\"id\":7,\"text\":\"SELECT * FROM orders WHERE id = ?\","
                + "\"summary\":\"SELECT orders\",\"system\":\"postgresql\",\"database\":\"shop\","
                + "\"server\":\"db.example:5432\",\"calls\":4,\"errors\":0,\"affected_rows\":4,"
                + "\"slow\":0,\"seconds\":{\"total\":0.04,\"share\":1,\"mean\":0.01,")
        .contains("\"slowest\":{\"seconds\":0.01,\"trace_id\":\"" + "a".repeat(32) + "\"}")
        .contains("\"repeated\":{\"traces\":0,\"most\":0,\"trace_id\":null}")
        .contains(
            "\"results\":{\"count\":2,\"rows\":30000,\"large\":1,\"most\":29999,"
                + "\"trace_id\":\""
                + "b".repeat(32)
                + "\"}")
        .contains("\"unbounded\":{\"calls\":3,\"seconds\":6.5}")
        .contains("\"omitted\":0");
  }

  @ParameterizedTest
  @CsvSource({
    "total, SELECT slow",
    "p95, SELECT rare",
    "calls, SELECT often",
    "rows, SELECT often",
    "'', SELECT slow"
  })
  void theySortByWhatIsAskedFor(String sort, String first) {
    run(1, "often", 1000, 1);
    run(2, "slow", 50, 100);
    run(3, "rare", 1, 3000);

    assertThat(summaries("sort", sort)).hasSize(3).startsWith(first);
    assertThat(summaries("sort", sort, "limit", "1")).containsExactly(first);
    assertThat(body("limit", "1")).contains("\"omitted\":2");
  }

  @Test
  void onlyWhatHappenedInTheRangeCounts() {
    run(1, "morning", 100, 10);
    pass(Duration.ofMinutes(30));
    run(2, "noon", 5, 10);
    pass(Duration.ofMinutes(3));
    run(1, "morning", 2, 10);

    assertThat(summaries("range", "5m")).containsExactly("SELECT noon", "SELECT morning");
    assertThat(body("range", "5m")).contains("\"calls\":7,");
    assertThat(summaries("range", "2m")).containsExactly("SELECT morning");
    assertThat(body("range", "1h")).contains("\"calls\":107,");
    pass(Duration.ofHours(2));
    assertThat(body("range", "1h")).contains("\"calls\":0,");
    assertThat(body("range", "6h")).contains("\"calls\":107,");
    pass(Duration.ofHours(25));
    assertThat(body("range", "1d")).contains("\"calls\":0,");
  }

  @Test
  void whatTheAgentKeepsNoLongerIsStillOfItsTime() {
    run(1, "gone", 100, 10);
    pass(Duration.ofMinutes(2));
    totals.remove(1L);
    run(2, "there", 5, 10);
    pass(Duration.ofMinutes(2));

    assertThat(summaries("range", "1h")).containsExactly("SELECT gone", "SELECT there");
    assertThat(body("range", "1h")).contains("\"calls\":105,").contains("\"p50\":0.009");
  }

  @Test
  void quantilesAreNearWhatWasMeasured() {
    run(1, "orders", 90, 10);
    run(1, "orders", 10, 200);
    StatementSums sums = StatementSums.ofNewest(new KeptStatement(totals.get(1L)));

    assertThat(sums.quantile(0.5)).isBetween(0.008, 0.0125);
    assertThat(sums.quantile(0.95)).isBetween(0.160, 0.200);
    assertThat(sums.quantile(1)).isEqualTo(0.2);
  }

  @ParameterizedTest
  @CsvSource({
    "sort, name, 'invalid parameter \\\"sort\\\": expected one of calls, errors, p95, repeated,"
        + " rows, total'",
    "range, 1s, 'invalid parameter \\\"range\\\": expected a time from 1m to 1d, as 30m or 1h'",
    "range, 2d, 'invalid parameter \\\"range\\\": expected a time from 1m to 1d, as 30m or 1h'",
    "limit, -1, 'invalid parameter \\\"limit\\\": limit must be non-negative'"
  })
  void whatCannotBeAnsweredIsRefused(String name, String value, String message) {
    assertThat(ask(name, value).status()).isEqualTo(400);
    assertThat(body(name, value)).contains(message);
  }
}
