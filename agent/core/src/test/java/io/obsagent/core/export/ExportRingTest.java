// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.exporter.testkit.TestSpan;
import io.obsagent.spi.export.FinishedSpan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExportRingTest {
  private final List<FinishedSpan> drained = new ArrayList<>();

  @Test
  void spansComeOutInTheirOrderAndNoMoreThanAskedFor() {
    ExportRing<FinishedSpan> ring = new ExportRing<>(3, 512, () -> {});
    List<FinishedSpan> spans = List.of(span(0, 1), span(0, 2), span(0, 3));

    for (int i = 0; i < 3; i++) {
      assertThat(ring.offer(spans.get(i))).isZero();
      assertThat(ring.size()).isEqualTo(i + 1);
    }

    assertThat(ring.drainTo(drained, 2)).isEqualTo(2);
    assertThat(ring.drainTo(drained, 2)).isEqualTo(1);
    assertThat(ring.drainTo(drained, 2)).isZero();
    assertThat(drained).isEqualTo(spans);
  }

  @Test
  void aFullRingTakesNoMoreUntilItIsDrained() {
    ExportRing<FinishedSpan> ring = new ExportRing<>(3, 512, () -> {});
    for (int i = 0; i < 3; i++) {
      ring.offer(span(0, i));
    }

    assertThat(ring.offer(span(0, 3))).isEqualTo(1);
    ring.drainTo(drained, 1);
    assertThat(ring.offer(span(0, 4))).isZero();
    assertThat(ring.size()).isEqualTo(3);
  }

  @Test
  void nothingIsLostOrDoubledOrOvertakenAmongManyThreads() throws Exception {
    int threads = 4;
    int each = 50_000;
    ExportRing<FinishedSpan> ring = new ExportRing<>(1_000, 512, () -> {});
    List<Thread> producers = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int producer = t;
      Thread thread = new Thread(() -> offerAll(ring, producer, each));
      thread.start();
      producers.add(thread);
    }

    while (drained.size() < threads * each) {
      if (ring.drainTo(drained, 512) == 0) {
        Thread.onSpinWait();
      }
    }

    for (Thread thread : producers) {
      thread.join();
    }
    assertThat(ring.drainTo(drained, 1)).isZero();
    Map<String, Long> last = new HashMap<>();
    for (FinishedSpan span : drained) {
      Long before = last.put(span.scope(), span.startEpochNanos());
      assertThat(span.startEpochNanos()).isEqualTo(before == null ? 0 : before + 1);
    }
    assertThat(last).hasSize(threads).allSatisfy((scope, n) -> assertThat(n).isEqualTo(each - 1));
  }

  private static void offerAll(ExportRing<FinishedSpan> ring, int producer, int count) {
    for (int i = 0; i < count; i++) {
      FinishedSpan span = span(producer, i);
      while (ring.offer(span) > 0) {
        Thread.onSpinWait();
      }
    }
  }

  private static TestSpan span(int producer, int number) {
    return TestSpan.named("span").scope("producer-" + producer).times(number, number);
  }
}
