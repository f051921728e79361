// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.traces;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.export.SpanCopy;
import io.obsagent.spi.http.JsonWriter;
import io.opentelemetry.api.trace.SpanKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OperationsTest {
  private static final long MILLI = 1_000_000;
  private static final long START = 1_795_899_181_000L * MILLI;

  private final TraceStore store = new TraceStore(24 << 20, new Random(1), () -> START);
  private long next;

  /** A request that waits for a statement, or for two at once. */
  private void request(String name, long millis, long... statements) {
    long trace = ++next;
    SpanCopy root =
        Spans.span(trace, 1, 0, SpanKind.SERVER, START, START + millis * MILLI, name, Map.of());
    List<FinishedSpan> spans = new ArrayList<>(List.of(root));
    for (int i = 0; i < statements.length; i++) {
      long end = START + MILLI + statements[i] * MILLI;
      spans.add(
          Spans.span(
              trace,
              2 + i,
              1,
              SpanKind.CLIENT,
              START + MILLI,
              end,
              "SELECT a",
              Map.of("db.system.name", "h2")));
    }
    store.decide(root, spans, false);
  }

  private String told(Map<String, Double> seen) {
    JsonWriter out = new JsonWriter();
    new Operations(new TraceSearch(store, null), store.newestFirst(), seen).write(out);
    return out.toString();
  }

  @Test
  void whatAnOperationWaitsForIsNotItsOwn() {
    request("GET /a", 10, 6);
    request("GET /a", 10, 6, 4);

    assertThat(told(Map.of()))
        .isEqualTo(
            "{\"traces\":2,\"operations\":["
                + "{\"name\":\"SELECT a\",\"kind\":\"db\",\"calls\":3,\"self_ms\":16,"
                + "\"mean_self_ms\":5.333333,\"share\":0.666667,\"slow_share\":0.6},"
                + "{\"name\":\"GET /a\",\"kind\":\"own\",\"calls\":2,\"self_ms\":8,"
                + "\"mean_self_ms\":4,\"share\":0.333333,\"slow_share\":0.4}]}");
  }

  @Test
  void whatWasDrawnStandsForAllThatWereSeen() {
    for (int i = 0; i < 10; i++) {
      request("GET /a", 1_000); // the slowest are kept for that
    }
    for (int i = 0; i < 20; i++) {
      request("GET /a", 1);
    }

    String told = told(Map.of("GET /a", 2_010.0));

    assertThat(told)
        .contains("\"calls\":2010,\"self_ms\":12000,")
        .endsWith("\"share\":1,\"slow_share\":1}]}");
  }

  @Test
  void theSlowestTwentiethTellsWhatMakesThemSlow() {
    for (int i = 0; i < 29; i++) {
      request("GET /a", 20, 1);
    }
    request("GET /a", 1_000, 900);

    // Two of 30: the slow one, and one of 20 ms.
    assertThat(told(Map.of("GET /a", 30.0)))
        .contains("\"name\":\"SELECT a\",\"kind\":\"db\",\"calls\":30,\"self_ms\":929,")
        .contains("\"slow_share\":0.883333")
        .contains("\"slow_share\":0.116667");
  }

  @Test
  void nothingKeptIsNothingTold() {
    assertThat(told(Map.of())).isEqualTo("{\"traces\":0,\"operations\":[]}");
  }
}
