// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.statements;

import com.sun.management.ThreadMXBean;
import io.obsagent.core.sql.SqlStatements;
import io.obsagent.spi.telemetry.SqlDialect;
import io.opentelemetry.instrumentation.api.incubator.semconv.db.SqlQueryAnalyzer;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * CPU time and bytes that the analysis of a SQL statement takes, of one that is new and of one that
 * is known, beside what OpenTelemetry's agent does with it. Both take literals out, and give text,
 * operation, collection and summary. Run by {@code mvn -q package -DskipTests -Pbenchmark -pl
 * smoke-tests/statements -am}; see docs/overhead.md.
 */
final class StatementBenchmark {
  /** A number takes the place of each {@code %d}, so that each text is new. */
  private static final List<String> STATEMENTS =
      List.of(
          "SELECT id, name, price FROM products WHERE id = %d",
          "INSERT INTO orders (id, customer, total, state) VALUES (%d, 'Ada', 12.50, 'new')",
          "UPDATE accounts SET balance = balance - 10 WHERE id = %d AND owner = 'x'",
          "SELECT o.id, c.name, SUM(l.price * l.amount) AS total FROM orders o JOIN customers c ON"
              + " c.id = o.customer_id LEFT JOIN lines l ON l.order_id = o.id WHERE o.created >"
              + " '2026-01-01' AND o.state IN ('new', 'paid', 'sent') AND c.id <> %d GROUP BY"
              + " o.id, c.name HAVING SUM(l.price) > 100 ORDER BY total DESC LIMIT 50",
          "SELECT p.id, p.name FROM shop.public.products p INNER JOIN shop.public.prices q ON q.product"
              + " = p.id AND q.currency = 'EUR' INNER JOIN shop.public.stock s ON s.product = p.id"
              + " WHERE s.warehouse = %d AND q.valid_from <= '2026-11-01'",
          "WITH recent AS (SELECT * FROM events WHERE at > 1700000000 AND user_id = %d) SELECT"
              + " kind, COUNT(*) FROM recent GROUP BY kind");

  /** More than either keeps. */
  private static final int NEW_TEXTS = 5_000;

  private static final int WINDOWS = 31;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** So that the compiler leaves nothing out. */
  private static volatile Object result = "";

  private StatementBenchmark() {}

  public static void main(String[] arguments) {
    SqlStatements statements = new SqlStatements(true);
    Function<String, Object> ours = sql -> statements.analyse(sql, false, SqlDialect.STANDARD);
    SqlQueryAnalyzer analyzer = SqlQueryAnalyzer.create(true);
    Function<String, Object> theirs =
        sql ->
            analyzer.analyzeWithSummary(
                sql,
                io.opentelemetry.instrumentation.api.incubator.semconv.db.SqlDialect
                    .DOUBLE_QUOTES_ARE_IDENTIFIERS);
    String[] known = new String[STATEMENTS.size()];
    for (int i = 0; i < known.length; i++) {
      known[i] = STATEMENTS.get(i).formatted(1);
    }
    for (String statement : STATEMENTS) {
      String[] texts = new String[NEW_TEXTS];
      Arrays.setAll(texts, i -> statement.formatted(1_000_000 + i));
      print("new, " + texts[0].length() + " characters", texts, 1, ours, theirs);
    }
    print("known", known, 40_000, ours, theirs);
  }

  private static void print(
      String what,
      String[] texts,
      int times,
      Function<String, Object> ours,
      Function<String, Object> theirs) {
    Costs own = new Costs();
    Costs other = new Costs();
    for (int window = 0; window < WINDOWS; window++) { // by turns: what else runs disturbs both
      own.measure(window, texts, times, ours);
      other.measure(window, texts, times, theirs);
    }
    System.out.printf(
        Locale.ROOT,
        "%-22s obs-agent %5.0f ns %5.0f bytes, OpenTelemetry %5.0f ns %5.0f bytes: %s and %s"
            + " times as much%n",
        what,
        median(own.nanos),
        median(own.bytes),
        median(other.nanos),
        median(other.bytes),
        ratio(median(other.nanos), median(own.nanos)),
        ratio(median(other.bytes), median(own.bytes)));
  }

  private static String ratio(double other, double own) {
    return own < 1 ? "any number of" : String.format(Locale.ROOT, "%.1f", other / own);
  }

  /** What the calls of each window have cost. */
  private static final class Costs {
    final double[] nanos = new double[WINDOWS];
    final double[] bytes = new double[WINDOWS];

    void measure(int window, String[] texts, int times, Function<String, Object> analysis) {
      double calls = (double) texts.length * times;
      long startBytes = THREADS.getCurrentThreadAllocatedBytes();
      long start = THREADS.getCurrentThreadCpuTime();
      for (int i = 0; i < times; i++) {
        for (String text : texts) {
          result = analysis.apply(text);
        }
      }
      nanos[window] = (THREADS.getCurrentThreadCpuTime() - start) / calls;
      bytes[window] = (THREADS.getCurrentThreadAllocatedBytes() - startBytes) / calls;
    }
  }

  private static double median(double[] values) {
    double[] warm = Arrays.copyOfRange(values, values.length / 3, values.length);
    Arrays.sort(warm);
    return warm[warm.length / 2];
  }
}
