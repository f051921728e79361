// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.exporter.testkit.TestLogs;
import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.logs.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogQueueTest {
  private int batches;
  private final LogQueue queue = new LogQueue(1_000, new LogQueue.Encoding(), () -> batches++);

  @Test
  void recordsOfAllSeveritiesComeOutInTheirOrder() {
    add(Severity.INFO, "a", 100);
    add(Severity.ERROR, "b", 100);
    add(Severity.DEBUG, "c", 100);
    add(Severity.WARN, "d", 100);

    assertThat(drain(3)).containsExactly("a", "b", "c");
    assertThat(drain(9)).containsExactly("d");
    assertThat(drain(9)).isEmpty();
    assertThat(queue.size()).isZero();
  }

  @Test
  void whenItIsFullTheOldestBelowWarnGoFirst() {
    add(Severity.ERROR, "error", 300);
    add(Severity.INFO, "old", 300);
    add(Severity.INFO, "new", 300);

    assertThat(add(Severity.INFO, "newest", 300)).isEqualTo(1);
    assertThat(add(Severity.WARN, "warning", 500)).isEqualTo(2);
    assertThat(drain(9)).containsExactly("error", "warning");
  }

  @Test
  void belowWarnNothingPushesOutAGraverOne() {
    add(Severity.ERROR, "error", 600);
    add(Severity.INFO, "line", 200);

    assertThat(add(Severity.INFO, "too much", 500)).isEqualTo(1);
    assertThat(add(Severity.INFO, "enough", 400)).isEqualTo(1);
    assertThat(drain(9)).containsExactly("error", "enough");
  }

  @Test
  void amongGraveOnesTheOldestGoFirst() {
    add(Severity.ERROR, "a", 400);
    add(Severity.FATAL, "b", 400);

    assertThat(add(Severity.WARN, "c", 400)).isEqualTo(1);
    assertThat(drain(9)).containsExactly("b", "c");
  }

  @Test
  void whatIsLargerThanTheQueuePushesOutNothing() {
    add(Severity.INFO, "small", 110);

    assertThat(add(Severity.FATAL, "large", 1_001)).isEqualTo(1);
    assertThat(drain(9)).containsExactly("small");
  }

  @Test
  void itTellsOnceThatThereIsABatch() {
    for (int i = 0; i < 8; i++) {
      add(Severity.INFO, "line", 100);
    }
    assertThat(batches).isEqualTo(1);
    assertThat(queue.hasBatch()).isTrue();

    drain(9);
    assertThat(queue.hasBatch()).isFalse();
    add(Severity.INFO, "line", 500);
    assertThat(batches).isEqualTo(2);
  }

  @Test
  void aBatchHoldsNoMoreThanAMebibyteButAlwaysSomething() {
    LogQueue large = new LogQueue(64 << 20, new LogQueue.Encoding(), () -> {});
    for (int size : new int[] {600_000, 400_000, 100_000, 5_000_000, 200}) {
      large.offer(sized(Severity.INFO, "", size));
    }
    List<FinishedLog> target = new ArrayList<>();
    List<Integer> taken = new ArrayList<>();
    for (int count = large.drainTo(target, 99); count > 0; count = large.drainTo(target, 99)) {
      taken.add(count);
    }
    assertThat(taken).containsExactly(2, 1, 1, 1);
  }

  @Test
  void aRecordIsForEachOfSeveralQueues() {
    LogQueue.Encoding encoding = new LogQueue.Encoding();
    LogQueue first = new LogQueue(10_000, encoding, () -> {});
    LogQueue second = new LogQueue(10_000, encoding, () -> {});
    List<FinishedLog> logs = List.of(TestLogs.error(), TestLogs.log(Severity.TRACE, "Grüße 𝄞"));
    for (FinishedLog log : logs) {
      first.offer(log);
      second.offer(log);
    }
    List<FinishedLog> target = new ArrayList<>();
    first.drainTo(target, 9);
    second.drainTo(target, 9);
    assertThat(target).containsExactly(logs.get(0), logs.get(1), logs.get(0), logs.get(1));
  }

  private int add(Severity severity, String name, int size) {
    return queue.offer(sized(severity, name, size));
  }

  /** One that takes so many bytes of the queue, and whose body begins so. */
  private static FinishedLog sized(Severity severity, String name, int size) {
    int rest = size - RecordFifo.HEAD - new LogCodec().encode(log(severity, name)).length();
    return log(severity, name + " ".repeat(rest));
  }

  private static FinishedLog log(Severity severity, String body) {
    return new FinishedLog(
        0,
        0,
        severity.number(),
        "",
        body,
        "",
        "",
        0,
        0,
        0,
        (byte) 0,
        null,
        Map.of(),
        null,
        null,
        null,
        0);
  }

  private List<String> drain(int max) {
    List<FinishedLog> target = new ArrayList<>();
    queue.drainTo(target, max);
    return target.stream().map(log -> log.body().strip()).toList();
  }
}
