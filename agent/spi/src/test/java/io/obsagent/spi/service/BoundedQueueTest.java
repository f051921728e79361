// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BoundedQueueTest {
  private final List<Item> drained = new ArrayList<>();

  private record Item(int producer, long number) {}

  @Test
  void itemsComeOutInTheirOrderAndNoMoreThanAskedFor() {
    BoundedQueue<Item> queue = new BoundedQueue<>(3);
    List<Item> items = List.of(new Item(0, 1), new Item(0, 2), new Item(0, 3));

    for (int i = 0; i < 3; i++) {
      assertThat(queue.offer(items.get(i))).isEqualTo(i + 1);
    }

    assertThat(queue.drainTo(drained, 2)).isEqualTo(2);
    assertThat(queue.drainTo(drained, 2)).isEqualTo(1);
    assertThat(queue.drainTo(drained, 2)).isZero();
    assertThat(drained).isEqualTo(items);
  }

  @Test
  void aFullQueueTakesNoMoreUntilItIsDrained() {
    BoundedQueue<Item> queue = new BoundedQueue<>(3);
    for (int i = 0; i < 3; i++) {
      queue.offer(new Item(0, i));
    }

    assertThat(queue.offer(new Item(0, 3))).isEqualTo(-1);
    queue.drainTo(drained, 1);
    assertThat(queue.offer(new Item(0, 4))).isEqualTo(3);
    assertThat(queue.size()).isEqualTo(3);
  }

  @Test
  void nothingIsLostOrDoubledOrOvertakenAmongManyThreads() throws Exception {
    int threads = 4;
    int each = 50_000;
    BoundedQueue<Item> queue = new BoundedQueue<>(1_000);
    List<Thread> producers = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int producer = t;
      Thread thread = new Thread(() -> offerAll(queue, producer, each));
      thread.start();
      producers.add(thread);
    }

    while (drained.size() < threads * each) {
      if (queue.drainTo(drained, 512) == 0) {
        Thread.onSpinWait();
      }
    }

    for (Thread thread : producers) {
      thread.join();
    }
    assertThat(queue.drainTo(drained, 1)).isZero();
    Map<Integer, Long> last = new HashMap<>();
    for (Item item : drained) {
      Long before = last.put(item.producer(), item.number());
      assertThat(item.number()).isEqualTo(before == null ? 0 : before + 1);
    }
    assertThat(last).hasSize(threads).allSatisfy((who, n) -> assertThat(n).isEqualTo(each - 1));
  }

  private static void offerAll(BoundedQueue<Item> queue, int producer, int count) {
    for (int i = 0; i < count; i++) {
      Item item = new Item(producer, i);
      while (queue.offer(item) < 0) {
        Thread.onSpinWait();
      }
    }
  }
}
