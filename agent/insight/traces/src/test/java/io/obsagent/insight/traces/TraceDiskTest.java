// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.traces;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.diagnostics.Problems;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.export.SpanCopy;
import io.opentelemetry.api.trace.SpanKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceDiskTest {
  private static final long MILLI = 1_000_000;
  private static final long MINUTE = 60_000;
  private static final long DAY = 24 * 60 * MINUTE;
  private static final int MIB = 1 << 20;

  @TempDir Path directory;

  /** At the beginning of ten minutes. */
  private long nowMillis = 2_993_165 * 10 * MINUTE;

  private TraceStore store = store(24 * MIB);
  private TraceDisk disk;
  private long next;

  @BeforeEach
  void begin() {
    Problems.clear();
    disk = TraceDisk.open(directory, 64 * MIB);
  }

  @AfterEach
  void end() {
    disk.close();
    Problems.clear();
  }

  private TraceStore store(long bytes) {
    TraceStore made = new TraceStore(bytes, new Random(1), () -> nowMillis * MILLI);
    made.keepEvicted();
    return made;
  }

  private SpanCopy failed(String name, Map<String, ?> attributes) {
    SpanCopy root = root(name, attributes);
    SpanCopy bad = Spans.failed(root, "boom");
    store.decide(bad, List.<FinishedSpan>of(bad), true);
    return bad;
  }

  private SpanCopy passed(String name) {
    SpanCopy root = root(name, Map.of());
    store.decide(root, List.<FinishedSpan>of(root), false);
    return root;
  }

  private SpanCopy root(String name, Map<String, ?> attributes) {
    long start = nowMillis * MILLI;
    return Spans.span(++next, next, 0, SpanKind.SERVER, start, start + MILLI, name, attributes);
  }

  /** As after a restart: nothing is in memory. */
  private void restart() throws IOException {
    disk.close();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".traces")).toList()) {
        Files.setLastModifiedTime(file, FileTime.fromMillis(nowMillis));
      }
    }
    store = store(24 * MIB);
    disk = TraceDisk.open(directory, 64 * MIB);
  }

  private List<SpanCopy> found(SpanCopy root) {
    TraceSearch search = new TraceSearch(store, disk);
    StoredTrace trace = search.find(root.traceIdHigh(), root.traceIdLow());
    return trace == null ? List.of() : search.spans(trace);
  }

  private static TraceQuery query(String route, int limit, String... attributes) {
    return new TraceQuery(route, 0, "", List.of(attributes), Long.MIN_VALUE, Long.MAX_VALUE, limit);
  }

  private List<Long> ids(TraceQuery query) {
    return new TraceSearch(store, disk)
        .find(query, "shop").traces().stream().map(trace -> trace.low).toList();
  }

  @Test
  void aRestartLosesNothing() throws IOException {
    SpanCopy bad = failed("GET /a", Map.of("user", "ann", "n", 7L, "tags", List.of("x", "y")));
    SpanCopy good = passed("GET /b");
    disk.write(store, nowMillis, true);

    restart();

    assertThat(found(bad)).containsExactly(bad);
    assertThat(found(good)).containsExactly(good);
    assertThat(new TraceSearch(store, disk).find(bad.traceIdHigh(), 1).kept())
        .isEqualTo(Kept.ERROR);
    assertThat(ids(query("GET /*", 10))).containsExactlyInAnyOrder(1L, 2L);
    assertThat(ids(query("", 10, "user=ann"))).containsExactly(1L);
    assertThat(new TraceSearch(null, disk).find(query("GET /b", 10), "shop").traces()).hasSize(1);
  }

  @Test
  void memoryAndFilesAreSearchedTogetherAndEachTraceIsFoundOnce() throws IOException {
    failed("GET /a", Map.of());
    nowMillis += MINUTE;
    disk.write(store, nowMillis, false);
    restart();
    failed("GET /a", Map.of());
    nowMillis += MINUTE;
    disk.write(store, nowMillis, false);
    failed("GET /a", Map.of());

    assertThat(ids(query("GET /a", 10))).containsExactly(3L, 2L, 1L);
    assertThat(ids(query("GET /a", 2))).containsExactly(3L, 2L);
    assertThat(new TraceSearch(store, disk).find(query("GET /a", 2), "shop").incomplete()).isTrue();
  }

  @Test
  void whatMayGiveWayIsWrittenWhenItNoLongerMay() throws IOException {
    SpanCopy good = passed("GET /a");
    nowMillis += MINUTE;
    disk.write(store, nowMillis, false);
    assertThat(disk.find(good.traceIdHigh(), 1)).isNull();

    nowMillis += 10 * MINUTE;
    disk.write(store, nowMillis, false);
    assertThat(disk.find(good.traceIdHigh(), 1)).isNotNull();
    long bytes = disk.bytes();
    nowMillis += 10 * MINUTE;
    disk.write(store, nowMillis, false);
    assertThat(disk.bytes()).as("written once").isEqualTo(bytes);
  }

  @Test
  void aSpanThatComesLaterIsFoundAfterARestart() throws IOException {
    SpanCopy root = failed("GET /a", Map.of());
    nowMillis += MINUTE;
    disk.write(store, nowMillis, false);
    SpanCopy late = Spans.span(1, 99, 1, SpanKind.CLIENT, 5, 6);
    store.late(late);
    nowMillis += MINUTE;
    disk.write(store, nowMillis, false);

    restart();

    assertThat(found(root)).containsExactly(root, late);
    assertThat(ids(query("", 10))).containsExactly(1L);
  }

  @Test
  void whatHasNoRoomInMemoryIsOnDisk() throws IOException {
    store = store(128 << 10);
    List<SpanCopy> all = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      nowMillis += 50;
      all.add(failed("GET /a", Map.of()));
      if (i % 20 == 0) {
        nowMillis += MINUTE;
        disk.write(store, nowMillis, false);
      }
    }
    disk.write(store, nowMillis + MINUTE, true);

    assertThat(store.newestFirst()).hasSizeLessThan(1_000);
    assertThat(all).allMatch(root -> !found(root).isEmpty());
  }

  @Test
  void afterSevenDaysASampleStaysAndAfterThirtyNothing() throws IOException {
    List<SpanCopy> bad = new ArrayList<>();
    List<SpanCopy> good = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      bad.add(failed("GET /bad", Map.of()));
      for (int j = 0; j < 10; j++) {
        good.add(passed("GET /" + i));
      }
      nowMillis += 1_000;
    }
    disk.write(store, nowMillis, true);
    restart();

    nowMillis += 7 * DAY - MINUTE;
    disk.write(store, nowMillis, false);
    assertThat(good).allMatch(root -> !found(root).isEmpty());

    nowMillis += 2 * MINUTE;
    disk.write(store, nowMillis, false);
    assertThat(bad).allMatch(root -> found(root).equals(List.of(root)));
    assertThat(good.stream().filter(root -> !found(root).isEmpty())).hasSize(20);
    restart();
    assertThat(bad).allMatch(root -> found(root).equals(List.of(root)));

    nowMillis += 23 * DAY;
    disk.write(store, nowMillis, false);
    assertThat(ids(query("", 1_000))).isEmpty();
    assertThat(disk.bytes()).isZero();
  }

  private static String noise(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      text.append(Long.toHexString(random.nextLong()));
    }
    return text.toString();
  }

  @Test
  void theOldestGoWhereTheBytesAreAtTheirBound() throws IOException {
    disk.close();
    disk = TraceDisk.open(directory, MIB);
    Random random = new Random(5);
    for (int i = 0; i < 3_000; i++) {
      nowMillis += 50;
      failed("GET /a", Map.of("noise", noise(random)));
      if (i % 50 == 0) {
        nowMillis += MINUTE;
        disk.write(store, nowMillis, false);
      }
    }
    assertThat(disk.bytes()).isBetween(MIB / 2L, (long) MIB);
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.mapToLong(file -> file.toFile().length()).sum()).isEqualTo(disk.bytes());
    }
    assertThat(disk.find(Spans.HIGH, 1)).isNull();
    assertThat(disk.find(Spans.HIGH, 2_900)).isNotNull();
  }

  @Test
  void aFileThatEndsAnywhereLosesItsLastBlockOnly() throws IOException {
    SpanCopy first = failed("GET /a", Map.of());
    disk.write(store, nowMillis + MINUTE, true);
    long whole = disk.bytes();
    SpanCopy second = failed("GET /b", Map.of());
    disk.write(store, nowMillis + 2 * MINUTE, true);
    Path file = directory.resolve("000000000000000000.traces");
    byte[] content = Files.readAllBytes(file);
    for (int length = content.length - 1; length >= whole; length--) {
      Files.write(file, Arrays.copyOf(content, length));
      restart();
      assertThat(found(first)).containsExactly(first);
      assertThat(found(second)).isEmpty();
    }
    for (int at = (int) whole; at < content.length; at++) {
      byte[] broken = content.clone();
      broken[at] ^= 0x55;
      Files.write(file, broken);
      restart();
      assertThat(found(first)).containsExactly(first);
      assertThat(found(second)).isEmpty();
    }
  }

  @Test
  void aFullDiskIsToldOnceAndTriedAgain() throws IOException {
    failed("GET /a", Map.of());
    disk.write(store, nowMillis + MINUTE, true);
    Path file = directory.resolve("000000000000000000.traces");
    byte[] content = Files.readAllBytes(file);
    Files.delete(file);
    Files.createSymbolicLink(file, Path.of("/dev/full"));
    SpanCopy second = failed("GET /b", Map.of());

    nowMillis += 2 * MINUTE;
    disk.write(store, nowMillis, true);
    nowMillis += MINUTE;
    disk.write(store, nowMillis, false);
    assertThat(Problems.all()).hasSize(1).allMatch(line -> line.startsWith("data.traces: cannot"));
    assertThat(found(second)).containsExactly(second);

    Files.delete(file);
    Files.write(file, content);
    nowMillis += 10 * MINUTE;
    disk.write(store, nowMillis, false);
    assertThat(Problems.all()).isEmpty();
    restart();
    assertThat(found(second)).containsExactly(second);
  }

  @Test
  void oneProcessAtATimeHasTheDirectory() throws IOException {
    assertThat(TraceDisk.open(directory, MIB)).isNull();
    assertThat(Problems.all()).hasSize(1).allMatch(line -> line.contains("another process has"));
  }
}
