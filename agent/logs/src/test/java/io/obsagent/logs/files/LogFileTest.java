// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.obsagent.spi.log.AgentLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
  private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path directory;

  /** Its own thread is not wanted here. */
  private final Archive archive = new Archive(DAY.multipliedBy(90), DAY.multipliedBy(730), 1_000);

  LogFileTest() {
    archive.close();
  }

  @AfterEach
  void quiet() {
    AgentLog.install(AgentLog.Level.WARN, (level, message, cause) -> {});
  }

  @Test
  void isRolledBeforeItIsTooLarge() throws IOException {
    LogFile file = new LogFile(directory.resolve("combined.log"), archive, 10, false);

    for (String line : List.of("one\n", "two\n", "three\n", "four\n", "longer than all\n")) {
      file.write(line.getBytes(UTF_8), NOON);
    }
    file.close();

    assertThat(files())
        .containsExactly(
            "combined-20261128T120000Z-1.log: three\n",
            "combined-20261128T120000Z-2.log: four\n",
            "combined-20261128T120000Z.log: one\ntwo\n",
            "combined.log: longer than all\n");
  }

  @Test
  void isRolledWhenTheDayEndsAndHasTheTimeOfItsLastLineInItsName() throws IOException {
    LogFile file = new LogFile(directory.resolve("combined.log"), archive, 1_000, true);

    file.write("one\n".getBytes(UTF_8), NOON);
    file.write("two\n".getBytes(UTF_8), NOON.plus(Duration.ofHours(11)));
    file.write("three\n".getBytes(UTF_8), NOON.plus(DAY));
    file.close();

    assertThat(files())
        .containsExactly("combined-20261128T230000Z.log: one\ntwo\n", "combined.log: three\n");
  }

  @Test
  void goesOnWithWhatAnEarlierProcessHasLeft() throws IOException {
    Path path = Files.writeString(directory.resolve("combined.log"), "old\n");
    Files.setLastModifiedTime(path, FileTime.from(NOON.minus(DAY)));
    LogFile file = new LogFile(path, archive, 1_000, true);

    file.write("new\n".getBytes(UTF_8), NOON);
    file.close();

    assertThat(files())
        .containsExactly("combined-20261127T120000Z.log: old\n", "combined.log: new\n");
  }

  @Test
  void aDiskThatIsFullIsToldOnceAndTheLinesAreCounted() {
    Path full = Path.of("/dev/full");
    assumeThat(Files.isWritable(full)).as("a system with /dev/full").isTrue();
    List<String> told = new ArrayList<>();
    AgentLog.install(AgentLog.Level.INFO, (level, message, cause) -> told.add(message));
    LogFile file = new LogFile(full, archive, 1_000, false);

    for (int i = 0; i < 100; i++) {
      file.write("lost\n".getBytes(UTF_8), NOON);
    }

    assertThat(told).hasSize(1);
    assertThat(told.get(0)).startsWith("log file /dev/full cannot be written: ");
  }

  @Test
  void aDirectoryInItsPlaceIsToldAndNothingIsThrown() throws IOException {
    List<String> told = new ArrayList<>();
    AgentLog.install(AgentLog.Level.INFO, (level, message, cause) -> told.add(message));
    LogFile file =
        new LogFile(
            Files.createDirectory(directory.resolve("combined.log")), archive, 1_000, false);

    file.write("lost\n".getBytes(UTF_8), NOON);
    file.roll();

    assertThat(told.get(0)).contains("combined.log cannot be written: ");
  }

  @Test
  void aRolledFileIsPackedAndKeptThenArchivedThenDeleted() throws IOException {
    Path path = directory.resolve("combined.log");
    Path rolled = directory.resolve("combined-20261128T120000Z.log");
    Files.writeString(rolled, "tea\n".repeat(100));
    Files.setLastModifiedTime(rolled, FileTime.from(NOON));
    Path other = Files.writeString(directory.resolve("combined-notes.log"), "mine");
    Path packed = directory.resolve("combined-20261128T120000Z.log.gz");
    Path archived = directory.resolve("archive").resolve(packed.getFileName());
    RolledName name = RolledName.of(path);

    archive.tidy(name, NOON.plus(DAY));
    assertThat(rolled).doesNotExist();
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(packed))) {
      assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo("tea\n".repeat(100));
    }
    archive.tidy(name, NOON.plus(DAY.multipliedBy(90)));
    assertThat(packed).exists();
    archive.tidy(name, NOON.plus(DAY.multipliedBy(91)));
    assertThat(packed).doesNotExist();
    assertThat(archived).exists();
    archive.tidy(name, NOON.plus(DAY.multipliedBy(820)));
    assertThat(archived).exists();
    archive.tidy(name, NOON.plus(DAY.multipliedBy(821)));
    assertThat(archived).doesNotExist();
    assertThat(other).exists();
  }

  @Test
  void beyondTheirSizeTheOldestGoFirst() throws IOException {
    for (int i = 1; i <= 3; i++) {
      Path file = directory.resolve("combined-2026112" + i + "T120000Z.log.gz");
      Files.write(file, new byte[600]);
      Files.setLastModifiedTime(file, FileTime.from(NOON.plus(DAY.multipliedBy(i))));
    }

    archive.tidy(RolledName.of(directory.resolve("combined.log")), NOON.plus(DAY.multipliedBy(4)));

    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .containsExactly("combined-20261123T120000Z.log.gz");
    }
  }

  private List<String> files() throws IOException {
    List<String> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory).sorted()) {
      for (Path file : files.toList()) {
        all.add(file.getFileName() + ": " + Files.readString(file));
      }
    }
    return all;
  }
}
