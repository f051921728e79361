// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.logs.Severity;
import io.obsagent.spi.redact.Redaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogStoreTest {
  private final LogStore store = new LogStore(2 << 20);

  private static List<String> bodies(LogStore.Found found) {
    return found.records().stream().map(FinishedLog::body).toList();
  }

  private static LogQuery text(String text) {
    return new LogQuery(0, "", text, null, null, Long.MIN_VALUE, 100);
  }

  @Test
  void aRecordComesBackAsItWas() {
    Map<String, Object> attributes =
        Map.of("thread.name", "main", "n", 3L, "d", 0.5, "t", true, "f", false, "s", "ü🙂");
    FinishedLog full =
        new FinishedLog(
            1,
            2,
            17,
            "SEVERE",
            "Grüße 🙂",
            "jul",
            "",
            3,
            -4,
            5,
            (byte) 1,
            "corr",
            attributes,
            "a.B",
            "why",
            "a.B: why\n\tat x\n",
            0);
    FinishedLog bare =
        new FinishedLog(
            2, 2, 9, "INFO", "", "jul", "a", 0, 0, 0, (byte) 0, null, Map.of(), null, null, null,
            0);
    store.add(full);
    store.add(bare);

    assertThat(store.search(LogQuery.all(10)).records())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("bytes")
        .containsExactly(bare, full);
  }

  @Test
  void theNewestComeFirstWhicheverPartTheyAreIn() {
    store.add(Records.finished(1, Severity.INFO, "a", "one"));
    store.add(Records.finished(2, Severity.ERROR, "a", "two"));
    store.add(Records.finished(3, Severity.INFO, "a", "three"));
    store.add(Records.finished(4, Severity.WARN, "a", "four"));

    LogStore.Found found = store.search(LogQuery.all(3));

    assertThat(bodies(found)).containsExactly("four", "three", "two");
    assertThat(found.omitted()).isEqualTo(1);
  }

  @Test
  void theOldestGoAndGraveOnesOutliveAFlood() {
    store.add(Records.finished(0, Severity.ERROR, "a", "grave"));
    for (int i = 1; i <= 50_000; i++) {
      store.add(Records.finished(i, Severity.INFO, "a", "ordinary number " + i));
    }

    assertThat(store.bytes()).isLessThanOrEqualTo(2 << 20);
    assertThat(store.records()).isBetween(5_000L, 49_000L);
    assertThat(bodies(store.search(LogQuery.all(1)))).containsExactly("ordinary number 50000");
    assertThat(bodies(store.search(text("grave")))).containsExactly("grave");
    assertThat(bodies(store.search(text("number 1 ")))).isEmpty();
  }

  @Test
  void manyNamesAreBoundedToo() {
    for (int i = 0; i < 50_000; i++) {
      store.add(Records.finished(i, Severity.INFO, "logger." + "x".repeat(100) + i, "m"));
    }

    assertThat(store.bytes()).isLessThanOrEqualTo((2 << 20) + 2 * Segment.SIZE);
  }

  @Test
  void aSearchFindsWhatMatches() {
    Finisher finisher = new Finisher(Redaction.standard());
    store.add(
        finisher.finish(
            Records.of(
                Severity.ERROR, "com.acme.Shop", "Order failed", new RuntimeException("Boom")),
            1));
    store.add(Records.finished(1, Severity.INFO, "com.acme.Shopping", "order placed"));

    assertThat(bodies(store.search(text("ORDER")))).containsExactly("order placed", "Order failed");
    assertThat(bodies(store.search(text("boom")))).containsExactly("Order failed");
    assertThat(bodies(store.search(text("nothing")))).isEmpty();
    assertThat(bodies(store.search(new LogQuery(0, "com.acme.Shop", "", null, null, 0, 9))))
        .containsExactly("Order failed");
    assertThat(bodies(store.search(new LogQuery(0, "com.acme", "", null, null, 0, 9)))).hasSize(2);
    assertThat(bodies(store.search(new LogQuery(17, "", "", null, null, 0, 9))))
        .containsExactly("Order failed");
    assertThat(bodies(store.search(new LogQuery(0, "", "", Records.TRACE.traceId(), null, 0, 9))))
        .containsExactly("Order failed");
    assertThat(bodies(store.search(new LogQuery(0, "", "", null, "order-17", 0, 9))))
        .containsExactly("Order failed");
    assertThat(bodies(store.search(new LogQuery(0, "", "", null, null, 2_000_000, 9))))
        .containsExactly("Order failed");
  }

  @Test
  void whoFollowsSeesWhatASearchFinds() {
    Random random = new Random(1);
    String[] words = {"alpha", "Beta", "GAMMA", "é", "x=1"};
    List<FinishedLog> all = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      Severity severity = Severity.values()[random.nextInt(6)];
      String body = words[random.nextInt(5)] + " " + words[random.nextInt(5)];
      FinishedLog log =
          Records.finished(random.nextInt(10), severity, "a." + random.nextInt(3), body);
      all.add(log);
      store.add(log);
    }
    for (int i = 0; i < 200; i++) {
      LogQuery query =
          new LogQuery(
              Severity.values()[random.nextInt(6)].number(),
              random.nextBoolean() ? "" : "a." + random.nextInt(4),
              random.nextBoolean() ? "" : words[random.nextInt(5)],
              null,
              null,
              random.nextInt(10) * 1_000_000L,
              1_000);

      List<FinishedLog> expected = new ArrayList<>(all.stream().filter(query::matches).toList());
      java.util.Collections.reverse(expected);
      assertThat(bodies(store.search(query)))
          .isEqualTo(expected.stream().map(FinishedLog::body).toList());
    }
  }
}
