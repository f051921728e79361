// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.logs.Severity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The queue's bytes are used again and again: it gives back what a list of objects would. */
class LogQueueModelTest {
  private static final int CAPACITY = 300_000;
  private static final Severity[] SEVERITIES = Severity.values();

  /** The same in the simplest way. */
  private static final class Model {
    private final List<FinishedLog> logs = new ArrayList<>();
    private final LogCodec codec = new LogCodec();
    private final Map<FinishedLog, Long> sizes = new IdentityHashMap<>();

    int offer(FinishedLog log) {
      long grave = logs.stream().filter(Model::isGrave).mapToLong(this::size).sum();
      if (size(log) + (isGrave(log) ? 0 : grave) > CAPACITY) {
        return 1;
      }
      int dropped = 0;
      while (size(log) + logs.stream().mapToLong(this::size).sum() > CAPACITY) {
        Optional<FinishedLog> minor = logs.stream().filter(each -> !isGrave(each)).findFirst();
        logs.remove(minor.orElse(logs.get(0)));
        dropped++;
      }
      logs.add(log);
      return dropped;
    }

    List<FinishedLog> drain(int max) {
      List<FinishedLog> drained = new ArrayList<>(logs.subList(0, Math.min(max, logs.size())));
      logs.subList(0, drained.size()).clear();
      return drained;
    }

    private static boolean isGrave(FinishedLog log) {
      return log.severityNumber() >= Severity.WARN.number();
    }

    private long size(FinishedLog log) {
      return sizes.computeIfAbsent(
          log, known -> (long) RecordFifo.HEAD + codec.encode(known).length());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void itHoldsWhatAListOfObjectsWould(long seed) {
    Random random = new Random(seed);
    Model model = new Model();
    LogQueue queue = new LogQueue(CAPACITY, new LogQueue.Encoding(), () -> {});
    for (int i = 0; i < 1_500; i++) {
      if (random.nextInt(20) == 0) {
        int max = random.nextInt(40);
        List<FinishedLog> drained = new ArrayList<>();
        assertThat(queue.drainTo(drained, max)).isEqualTo(drained.size());
        assertThat(drained).isEqualTo(model.drain(max));
      } else {
        FinishedLog log = log(random, i);
        assertThat(queue.offer(log)).isEqualTo(model.offer(log));
      }
      assertThat(queue.size()).isEqualTo(model.logs.size());
    }
    List<FinishedLog> rest = new ArrayList<>();
    while (queue.drainTo(rest, 99) > 0) {
      // until it is empty
    }
    assertThat(rest).isEqualTo(model.logs);
    assertThat(queue.size()).isZero();
  }

  /** Of all lengths, some beyond a chunk and beyond the queue. */
  private static FinishedLog log(Random random, int number) {
    int most = random.nextInt(50) == 0 ? 400_000 : random.nextInt(5) == 0 ? 70_000 : 500;
    Map<String, Object> attributes = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      Object value =
          switch (random.nextInt(4)) {
            case 0 -> random.nextLong();
            case 1 -> random.nextDouble();
            case 2 -> random.nextBoolean();
            default -> text(random, 30);
          };
      attributes.put("key" + i, value);
    }
    boolean thrown = random.nextInt(5) == 0;
    return new FinishedLog(
        random.nextLong(),
        number,
        SEVERITIES[random.nextInt(SEVERITIES.length - 1)].number(),
        text(random, 6),
        text(random, most),
        "logback",
        text(random, 20),
        random.nextLong(),
        random.nextLong(),
        random.nextLong(),
        (byte) random.nextInt(2),
        random.nextBoolean() ? null : text(random, 20),
        attributes,
        thrown ? text(random, 20) : null,
        thrown && random.nextBoolean() ? text(random, 20) : null,
        thrown ? text(random, 2_000) : null,
        random.nextInt());
  }

  /** ASCII mostly; else of one, two, three and four bytes. */
  private static String text(Random random, int most) {
    StringBuilder text = new StringBuilder();
    boolean ascii = random.nextInt(3) > 0;
    for (int i = random.nextInt(most); i > 0; i--) {
      text.appendCodePoint(
          ascii || random.nextInt(8) > 0
              ? ' ' + random.nextInt(90)
              : new int[] {0, 0xe4, 0x20ac, 0x1d11e}[random.nextInt(4)]);
    }
    return text.toString();
  }

  @Test
  void whatManyThreadsOfferComesOutWholeAndInTheirOrder() throws Exception {
    LogQueue queue = new LogQueue(200_000, new LogQueue.Encoding(), () -> {});
    AtomicLong dropped = new AtomicLong();
    AtomicInteger running = new AtomicInteger(4);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int thread = i;
      threads.add(
          new Thread(
              () -> {
                Random random = new Random(thread);
                for (int n = 0; n < 20_000; n++) {
                  dropped.addAndGet(queue.offer(numbered(thread, n, random.nextInt(300))));
                }
                running.decrementAndGet();
              }));
    }
    threads.forEach(Thread::start);

    List<FinishedLog> batch = new ArrayList<>();
    long taken = 0;
    int[] last = {-1, -1, -1, -1};
    while (running.get() > 0 || queue.size() > 0) {
      batch.clear();
      queue.drainTo(batch, 100);
      for (FinishedLog log : batch) {
        int thread = (int) log.traceIdHigh();
        int number = (int) log.traceIdLow();
        assertThat(log).isEqualTo(numbered(thread, number, repeats(log)));
        assertThat(number).isGreaterThan(last[thread]);
        last[thread] = number;
      }
      taken += batch.size();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(taken + dropped.get()).isEqualTo(80_000);
  }

  private static FinishedLog numbered(int thread, int number, int repeats) {
    String name = thread + "." + number + " ";
    return new FinishedLog(
        number,
        thread,
        Severity.INFO.number(),
        "INFO",
        name.repeat(repeats),
        name,
        name,
        thread,
        number,
        repeats,
        (byte) 1,
        name,
        Map.of(name, name),
        null,
        null,
        null,
        repeats);
  }

  private static int repeats(FinishedLog log) {
    return (int) log.spanId();
  }

  @Test
  void chunksAreUsedAgainAsLongAsMuchWaits() {
    ByteFifo.Spares spares = new ByteFifo.Spares();
    ByteFifo fifo = new ByteFifo(spares);
    byte[] record = new byte[1_000];
    for (int i = 0; i < 3_000; i++) {
      fifo.put(record, record.length);
    }
    fifo.skip(2_900_000);
    assertThat(spares.count()).isEqualTo(44);
    fifo.skip(100_000);
    assertThat(spares.count()).as("for the next flood").isEqualTo(46);

    fifo.put(record, record.length);
    fifo.take(record, record.length);
    assertThat(spares.count()).as("after little was needed").isEqualTo(1);
    assertThat(fifo.size()).isZero();
  }

  @Test
  void whatIsNoWholeRecordIsTold() {
    LogCodec record = new LogCodec().encode(numbered(1, 2, 3));
    for (int i = 0; i < record.length(); i++) {
      int cut = i;
      assertThat(catchThrowable(() -> LogCodec.decode(record.bytes(), cut)))
          .isInstanceOf(IOException.class);
    }
  }
}
