// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.obsagent.insight.labels.LabelMatcher;
import io.obsagent.insight.labels.Labels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PersistenceTest {
  private static final long START = Duration.ofDays(20_000).toMillis();
  private static final long STEP = 15_000;
  private static final int ALL = Integer.MAX_VALUE;

  @TempDir Path directory;
  private final List<String> warnings = new ArrayList<>();

  @Test
  void whatWasWrittenIsThereAfterARestart() {
    long end = run(0, 4 * 60 * 30);
    try (SeriesStore store = open(directory, end + STEP)) {
      Samples recent = select(store, end - 60 * 60_000, end);
      assertThat(recent.size()).isEqualTo(241);
      Samples all = select(store, START, end);
      assertThat(all.timestamps()[0]).isLessThan(START + 11 * 60_000);
      for (int i = 0; i < all.size(); i++) {
        assertThat(all.values()[i])
            .isCloseTo((all.timestamps()[i] - START) / 5000.0, within(0.001));
      }
    }
    assertThat(warnings).isEmpty();
  }

  @Test
  void aSeriesOfAnEarlierRunEndsWithThatRun() {
    long end = run(0, 20);
    try (SeriesStore store = open(directory, end + STEP)) {
      Samples samples = select(store, START, end + 60_000);
      assertThat(Samples.isStale(samples.values()[samples.size() - 1])).isTrue();
      assertThat(samples.timestamps()[samples.size() - 1]).isEqualTo(end + 1);
    }
  }

  @Test
  void whatMemoryHasNoRoomForIsReadFromDisk() {
    StoreOptions small = options(directory).withMemoryBytes(9_000);
    long end = START;
    try (SeriesStore store = SeriesStore.open(small, START, warnings::add)) {
      end = fill(store, 0, 4 * 60 * 24);
      assertThat(select(store, START, START + 60 * 60_000).size()).isGreaterThanOrEqualTo(30);
    }
    assertThat(end).isGreaterThan(START);
  }

  @Test
  void aKillCostsNoMoreThanTenSeconds(@TempDir Path killed) throws IOException {
    for (int rounds = 1; rounds < 11; rounds++) {
      Path live = Files.createDirectories(directory.resolve("live" + rounds));
      Path left = killed.resolve("left" + rounds);
      try (SeriesStore store = open(live, START)) {
        fill(store, 0, rounds);
        copy(live, left);
      }
      long end = START + (rounds - 1) * STEP;
      try (SeriesStore store = open(left, end + STEP)) {
        assertThat(select(store, START, end).size())
            .as("after %s rounds", rounds)
            .isEqualTo(rounds);
        store.append(Labels.of("__name__", "c_total"), end + STEP, 1);
        store.maintain(end + STEP);
      }
      try (SeriesStore store = open(left, end + 2 * STEP)) {
        assertThat(select(store, START, end).size()).isEqualTo(rounds);
      }
    }
    assertThat(warnings).isEmpty();
  }

  @Test
  void filesThatLieAheadOfTheClockKeepNoSampleOut() {
    run(0, 4 * 60 * 2);
    long now = START + 4 * 60 * STEP;
    try (SeriesStore store = open(directory, now)) {
      assertThat(store.append(Labels.of("__name__", "c_total"), now + STEP, 7)).isTrue();
      store.maintain(now + STEP);
      Samples samples = select(store, now, now + STEP);
      assertThat(samples.values()[samples.size() - 1]).isEqualTo(7);
      assertThat(select(store, START, now).size()).isGreaterThan(200);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Files.copy(path, to.resolve(from.relativize(path)));
      }
    }
  }

  @Test
  void aFileCutAtAnyByteOpensAgainAndLosesAtMostItsLastBlock() throws IOException {
    run(0, 24);
    Path file = segments("raw").get(0);
    byte[] whole = Files.readAllBytes(file);
    List<Long> blockEnds = blockEnds(whole);
    for (int length = 0; length <= whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      int blocks = 0;
      for (long blockEnd : blockEnds) {
        blocks += blockEnd <= length ? 1 : 0;
      }
      List<Block.Entry> read = new ArrayList<>();
      Segment.read(file, read::addAll);
      assertThat(read).hasSize(blocks);
    }
    assertThat(blockEnds).hasSizeGreaterThan(4);
  }

  @Test
  void aFlippedByteLosesItsBlockAndNothingFails() throws IOException {
    long end = run(0, 24);
    Path file = segments("raw").get(0);
    byte[] whole = Files.readAllBytes(file);
    int blocks = blockEnds(whole).size();
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x55;
      Files.write(file, damaged);
      try (SeriesStore store = open(directory, end + STEP)) {
        store.append(Labels.of("__name__", "c_total"), end + STEP, 1);
      }
      List<Block.Entry> read = new ArrayList<>();
      Segment.read(file, read::addAll);
      assertThat(read.size()).isLessThan(blocks);
      for (Path other : segments("raw")) {
        if (!other.equals(file)) {
          Files.delete(other);
        }
      }
    }
    assertThat(warnings).isEmpty();
  }

  @Test
  void theSecondProcessOnADirectoryGoesOnInMemory() {
    try (SeriesStore first = open(directory, START);
        SeriesStore second = open(directory, START)) {
      assertThat(first.stats().diskState()).isEqualTo("on");
      assertThat(second.stats().diskState()).isEqualTo("unusable");
      assertThat(second.append(Labels.of("__name__", "x"), START, 1)).isTrue();
      second.maintain(START);
    }
    assertThat(warnings).hasSize(1).first().asString().contains("in use by another process");
  }

  @Test
  void aDirectoryThatCannotBeMadeIsToldInOneLine() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "x");
    try (SeriesStore store = open(file, START)) {
      fill(store, 0, 100);
      assertThat(store.stats().diskState()).isEqualTo("unusable");
    }
    assertThat(warnings).hasSize(1).first().asString().contains("history is kept in memory only");
  }

  @Test
  void aDiskThatTakesNothingMoreIsToldOnceAndTriedAgain() throws IOException {
    Path raw = directory.resolve("raw");
    Path aside = directory.resolve("aside");
    try (SeriesStore store = open(directory, START)) {
      fill(store, 0, 8);
      Files.move(raw, aside);
      Files.writeString(raw, "no directory any more");
      fill(store, 8, 300);
      assertThat(warnings).hasSize(1).first().asString().contains("can't write to");
      assertThat(store.stats().diskState()).startsWith("can't write");
      assertThat(select(store, START, START + 308 * STEP).size()).isEqualTo(308);
      Files.delete(raw);
      Files.move(aside, raw);
      fill(store, 308, 50);
      assertThat(store.stats().diskState()).isEqualTo("on");
    }
    try (SeriesStore store = open(directory, START + 358 * STEP)) {
      assertThat(select(store, START, START + 357 * STEP).size()).isEqualTo(358);
    }
  }

  @Test
  void theDiskBudgetIsKeptByDeletingTheOldestFiles() throws IOException {
    StoreOptions small = options(directory).withDiskBytes(20_000);
    try (SeriesStore store = SeriesStore.open(small, START, warnings::add)) {
      for (int i = 0; i < 4 * 60 * 12; i++) {
        for (int s = 0; s < 20; s++) {
          store.append(Labels.of("__name__", "s" + s), START + i * STEP, Math.sqrt(i + s));
        }
        store.maintain(START + i * STEP);
        assertThat(store.diskBytes()).isLessThan(24_000);
      }
    }
    long onDisk = 0;
    for (String tier : List.of("raw", "1m", "10m", "1h")) {
      for (Path path : segments(tier)) {
        onDisk += Files.size(path);
      }
    }
    assertThat(onDisk).isLessThan(24_000);
  }

  private static List<Long> blockEnds(byte[] file) {
    List<Long> ends = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(file, 8, file.length - 8);
    while (in.remaining() > 8) {
      int length = in.getInt();
      in.getInt();
      in.position(in.position() + length);
      ends.add((long) in.position());
    }
    return ends;
  }

  private List<Path> segments(String tier) throws IOException {
    try (Stream<Path> paths = Files.list(directory.resolve(tier))) {
      return paths.sorted().toList();
    }
  }

  private static StoreOptions options(Path directory) {
    return StoreOptions.defaults().withDirectory(directory);
  }

  private SeriesStore open(Path path, long now) {
    return SeriesStore.open(options(path), now, warnings::add);
  }

  private long run(int from, int rounds) {
    try (SeriesStore store = open(directory, START + from * STEP)) {
      return fill(store, from, rounds);
    }
  }

  private static long fill(SeriesStore store, int from, int rounds) {
    long time = START;
    for (int i = from; i < from + rounds; i++) {
      time = START + i * STEP;
      store.append(Labels.of("__name__", "c_total"), time, i * 3.0);
      store.maintain(time);
    }
    return time;
  }

  private static Samples select(SeriesStore store, long from, long to) {
    return store.select(List.of(LabelMatcher.equal("__name__", "c_total")), from, to, ALL).get(0);
  }
}
