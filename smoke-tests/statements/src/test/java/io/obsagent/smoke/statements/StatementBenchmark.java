// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.statements;

import io.obsagent.core.sql.SqlStatements;
import io.obsagent.spi.telemetry.DbStatement;
import io.obsagent.spi.telemetry.SqlDialect;
import io.opentelemetry.instrumentation.api.incubator.semconv.db.SqlQuery;
import io.opentelemetry.instrumentation.api.incubator.semconv.db.SqlQueryAnalyzer;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the analysis of a SQL statement costs, of one that is new and of one that is known, beside
 * what OpenTelemetry's agent does with it. Both take literals out, and give text, operation,
 * collection and summary. Run by {@code mvn -q package -DskipTests -Pbenchmark -pl
 * smoke-tests/statements -am}; see docs/overhead.md.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class StatementBenchmark {
  /** A number takes the place of each {@code %d}, so that each text is new. */
  private static final Map<String, String> STATEMENTS =
      Map.of(
          "query",
          "SELECT id, name, price FROM products WHERE id = %d",
          "insert",
          "INSERT INTO orders (id, customer, total, state) VALUES (%d, 'Ada', 12.50, 'new')",
          "update",
          "UPDATE accounts SET balance = balance - 10 WHERE id = %d AND owner = 'x'",
          "report",
          "SELECT o.id, c.name, SUM(l.price * l.amount) AS total FROM orders o JOIN customers c"
              + " ON c.id = o.customer_id LEFT JOIN lines l ON l.order_id = o.id WHERE"
              + " o.created > '2026-01-01' AND o.state IN ('new', 'paid', 'sent') AND c.id <>"
              + " %d GROUP BY o.id, c.name HAVING SUM(l.price) > 100 ORDER BY total DESC"
              + " LIMIT 50",
          "join",
          "SELECT p.id, p.name FROM shop.public.products p INNER JOIN shop.public.prices q ON"
              + " q.product = p.id AND q.currency = 'EUR' INNER JOIN shop.public.stock s ON"
              + " s.product = p.id WHERE s.warehouse = %d AND q.valid_from <= '2026-11-01'",
          "with",
          "WITH recent AS (SELECT * FROM events WHERE at > 1700000000 AND user_id = %d) SELECT"
              + " kind, COUNT(*) FROM recent GROUP BY kind");

  /** More than either keeps. */
  private static final int NEW_TEXTS = 5_000;

  /** Both analysers, each with what it keeps. */
  @State(Scope.Benchmark)
  public static class Analysers {
    final SqlStatements ours = new SqlStatements(true);
    final SqlQueryAnalyzer theirs = SqlQueryAnalyzer.create(true);

    DbStatement ours(String sql) {
      return ours.analyse(sql, false, SqlDialect.STANDARD);
    }

    SqlQuery theirs(String sql) {
      return theirs.analyzeWithSummary(
          sql,
          io.opentelemetry.instrumentation.api.incubator.semconv.db.SqlDialect
              .DOUBLE_QUOTES_ARE_IDENTIFIERS);
    }
  }

  /** Texts of one kind, each other than those before. */
  @State(Scope.Thread)
  public static class NewTexts {
    @Param({"query", "insert", "update", "report", "join", "with"})
    String kind;

    private String[] texts;
    private int next;

    @Setup
    public void make() {
      texts = new String[NEW_TEXTS];
      Arrays.setAll(texts, i -> STATEMENTS.get(kind).formatted(1_000_000 + i));
    }

    String next() {
      next = next + 1 == NEW_TEXTS ? 0 : next + 1;
      return texts[next];
    }
  }

  @Benchmark
  public DbStatement missOfObsAgent(Analysers analysers, NewTexts texts) {
    return analysers.ours(texts.next());
  }

  @Benchmark
  public SqlQuery missOfOpenTelemetry(Analysers analysers, NewTexts texts) {
    return analysers.theirs(texts.next());
  }

  /** One that comes again and again. */
  @State(Scope.Thread)
  public static class KnownText {
    final String text = STATEMENTS.get("report").formatted(1);
  }

  @Benchmark
  public DbStatement hitOfObsAgent(Analysers analysers, KnownText known) {
    return analysers.ours(known.text);
  }

  @Benchmark
  public SqlQuery hitOfOpenTelemetry(Analysers analysers, KnownText known) {
    return analysers.theirs(known.text);
  }
}
