// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.store;

import io.obsagent.exporter.testkit.TestMetrics;
import io.obsagent.logs.patterns.KnownPatterns;
import io.obsagent.logs.patterns.Patterns;
import io.obsagent.logs.redact.RedactOptions;
import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.logs.LogRecord;
import io.obsagent.spi.logs.LogSink;
import io.obsagent.spi.logs.Severity;
import io.obsagent.spi.redact.Redaction;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a record costs from the thread that logs to memory, and how long a search takes, beside what
 * they should; {@code smoke-tests/logs/run records}. It reports, and asserts nothing.
 */
final class LogsBenchmark {
  private static final int ROUNDS = 30;
  private static final int RECORDS = 100_000;
  private static final long START = 1_700_000_000_000L;
  private static final String PLAIN =
      "Order 4711 of customer acme-berlin was paid by invoice within 12.5 s and goes to the warehouse"
          + " north of the river, shelf 17, after the second check of the address has been done by"
          + " user bob";
  private static final String SECRET =
      "POST https://shop.example/api/v1/pay?token=abc123def HTTP/1.1 Authorization: Bearer"
          + " abcdefGHIJ1234567890 body={\"card\":\"4111 1111 1111 1111\",\"amount\":12.50} answered"
          + " 200 in 17 ms by worker-3 ok";

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private static long sink;

  private LogsBenchmark() {}

  public static void main(String[] arguments) {
    System.out.println("| what | goal | CPU, median of " + ROUNDS + " |");
    System.out.println("|---|---|---|");
    redaction("redact a line of " + PLAIN.length() + " characters with nothing in it", PLAIN);
    redaction("redact a line of " + SECRET.length() + " characters with three secrets", SECRET);
    redaction(
        "the same, with two patterns of the user's",
        PLAIN,
        "\\bDE\\d{20}\\b",
        "(?i)patient [a-z]+");
    redaction("the same, with 32", PLAIN, many());
    intake();
    reader("finish, group and store a record", null);
    reader("the same with an exception of 40 frames", deep(40));
    search();
  }

  private static String[] many() {
    return IntStream.range(0, 32)
        .mapToObj(i -> "(?i)\\b[a-z]{2}" + i + "-\\d{4,}")
        .toArray(String[]::new);
  }

  private static void redaction(String what, String line, String... patterns) {
    Redaction redaction = new Redaction(true, List.of(), RedactOptions.patterns(List.of(patterns)));
    nanos(what, "1,000 ns", 20_000, () -> sink += redaction.text(line).length());
  }

  private static void intake() {
    Intake intake = new Intake(new TestMetrics());
    intake.rate(1_000_000_000);
    LogSink.Source source = intake.source("logback");
    LogRecord record = Records.of(Severity.INFO, "com.acme.Shop", PLAIN);
    List<LogRecord> drained = new ArrayList<>(10_000);
    nanos(
        "count an event that is not wanted",
        "–",
        20_000,
        () -> sink += source.wants(Severity.DEBUG) ? 1 : 0);
    int[] count = {0};
    nanos(
        "count and hand over a record that is there",
        "–",
        20_000,
        () -> {
          if (source.wants(Severity.INFO)) {
            source.accept(record);
          }
          if (++count[0] % 4_096 == 0) {
            drained.clear();
            intake.drainTo(drained, 10_000);
          }
        });
  }

  private static void reader(String what, @Nullable Throwable thrown) {
    Finisher finisher = new Finisher(Redaction.standard());
    Patterns patterns = new Patterns(new TestMetrics(), event -> {}, KnownPatterns.in(""), 0);
    LogStore store = new LogStore(16 << 20);
    LogRecord record = Records.of(Severity.INFO, "com.acme.Shop", PLAIN, thrown);
    nanos(
        what,
        "–",
        5_000,
        () -> {
          FinishedLog log = finisher.finish(record, START);
          patterns.add(log, null);
          store.add(log);
        });
  }

  private static Throwable deep(int frames) {
    return frames == 0 ? new IllegalStateException("deep") : deep(frames - 1);
  }

  private static void search() {
    LogStore store = new LogStore(64 << 20);
    for (int i = 0; i < RECORDS; i++) {
      store.add(
          new FinishedLog(
              (START + i) * 1_000_000,
              START,
              i % 50 == 0 ? 17 : 9,
              "INFO",
              PLAIN + i,
              "logback",
              "com.acme.Shop" + i % 100,
              i,
              i,
              i + 1,
              (byte) 1,
              null,
              Map.of("thread.name", "worker-" + i % 50),
              null,
              null,
              null,
              PLAIN.length()));
    }
    String in = " in " + String.format(Locale.ROOT, "%,d", store.records()) + " records, ";
    String size = (store.bytes() >> 20) + " MiB: ";
    for (String text : List.of("warehouse", "user bob99999", "nowhere to be found")) {
      millis(
          "search" + in + size + "'" + text + "'",
          store,
          new LogQuery(0, "", text, null, null, 0, 200));
    }
    millis(
        "search" + in + size + "by trace",
        store,
        new LogQuery(0, "", "", "%032x".formatted(77), null, 0, 200));
  }

  private static void millis(String what, LogStore store, LogQuery query) {
    double[] times = new double[ROUNDS];
    for (int i = -10; i < ROUNDS; i++) {
      long from = THREADS.getCurrentThreadCpuTime();
      sink += store.search(query).omitted();
      times[Math.max(i, 0)] = (THREADS.getCurrentThreadCpuTime() - from) / 1e6;
    }
    Arrays.sort(times);
    System.out.printf(Locale.ROOT, "| %s | 100 ms | %.1f ms |%n", what, times[ROUNDS / 2]);
  }

  private static void nanos(String what, String goal, int calls, Runnable call) {
    double[] times = new double[ROUNDS];
    for (int i = -ROUNDS; i < ROUNDS; i++) {
      long from = THREADS.getCurrentThreadCpuTime();
      for (int n = 0; n < calls; n++) {
        call.run();
      }
      times[Math.max(i, 0)] = (double) (THREADS.getCurrentThreadCpuTime() - from) / calls;
    }
    Arrays.sort(times);
    System.out.printf(Locale.ROOT, "| %s | %s | %.0f ns |%n", what, goal, times[ROUNDS / 2]);
  }
}
