// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  private static final long MIB = 1 << 20;

  @TempDir private Path directory;

  @Test
  void recordsComeOutInTheirOrderOverManyFiles() throws IOException {
    try (Spool spool = open()) {
      for (int i = 0; i < 50; i++) {
        append(spool, "x".repeat(10_000) + i);
      }
      assertThat(files("otlp")).hasSizeGreaterThan(2);
      assertThat(spool.unread()).isEqualTo(50);

      List<String> read = read(spool, 30);
      read.addAll(read(spool, 30));

      assertThat(read).hasSize(50);
      for (int i = 0; i < 50; i++) {
        assertThat(read.get(i)).endsWith("x" + i);
      }
      spool.commit();
      assertThat(files("otlp")).hasSize(1);
    }
    assertThat(files("otlp")).isEmpty();
  }

  @Test
  void whatWasNotCommittedIsThereAfterTheNextStart() throws IOException {
    try (Spool spool = open()) {
      append(spool, "a", "b", "c");
      read(spool, 1);
      spool.commit();
      read(spool, 1);
    }
    try (Spool spool = open()) {
      assertThat(spool.unread()).isEqualTo(2);
      append(spool, "d");
      assertThat(read(spool, 9)).containsExactly("b", "c", "d");
      spool.commit();
    }
    try (Spool spool = open()) {
      assertThat(spool.unread()).isZero();
      append(spool, "e");
      assertThat(read(spool, 9)).containsExactly("e");
    }
  }

  @Test
  void aRecordWrittenInPartIsTheEndOfItsFile() throws IOException {
    try (Spool spool = open()) {
      append(spool, "whole", "torn");
    }
    Path file = files("otlp").get(0);
    try (RandomAccessFile torn = new RandomAccessFile(file.toFile(), "rw")) {
      torn.setLength(torn.length() - 2);
    }
    try (Spool spool = open()) {
      append(spool, "next");
      assertThat(read(spool, 9)).containsExactly("whole", "next");
    }
  }

  @Test
  void aRecordThatTheDiskHasChangedIsNotReadAndNothingBeyond() throws IOException {
    try (Spool spool = open()) {
      append(spool, "first", "second", "third");
    }
    try (RandomAccessFile file = new RandomAccessFile(files("otlp").get(0).toFile(), "rw")) {
      file.seek(SpoolFile.HEAD + 5 + SpoolFile.HEAD + 1);
      file.write('X');
    }
    try (Spool spool = open()) {
      assertThat(read(spool, 9)).containsExactly("first");
    }
  }

  @Test
  void aPositionThatIsNoneMeansFromTheBeginning() throws IOException {
    try (Spool spool = open()) {
      append(spool, "a", "b");
      read(spool, 1);
      spool.commit();
    }
    Files.writeString(directory.resolve("otlp/position"), "no position at all here");
    try (Spool spool = open()) {
      assertThat(read(spool, 9)).containsExactly("a", "b");
    }
  }

  @Test
  void theBoundIsOfAllFilesAndDeliveryMakesRoom() throws IOException {
    try (Spool spool = open()) {
      int count = 0;
      while (spool.hasRoom(10_000)) {
        append(spool, "x".repeat(9_992));
        count++;
      }
      assertThat(count).isEqualTo((int) (MIB / 10_000));
      assertThat(read(spool, count / 2)).hasSize(count / 2);
      spool.commit();
      assertThat(spool.hasRoom(300_000)).isTrue();
    }
  }

  @Test
  void aSecondProcessHasADirectoryOfItsOwnAndTheNextOneTakesItOver() throws IOException {
    try (Spool first = open();
        Spool second = open()) {
      append(first, "a");
      append(second, "b", "c");
      read(second, 1);
      second.commit();
    }
    try (Spool next = open()) {
      // The place of the second is not known any more: rather twice than never.
      assertThat(read(next, 9)).containsExactly("a", "b", "c");
      next.commit();
    }
    try (Stream<Path> left = Files.walk(directory)) {
      assertThat(left.filter(path -> path.toString().endsWith(".log"))).isEmpty();
    }
  }

  private Spool open() throws IOException {
    return Spool.open(directory, "otlp", MIB);
  }

  private static void append(Spool spool, String... texts) throws IOException {
    spool.append(Stream.of(texts).map(text -> text.getBytes(UTF_8)).toList());
  }

  private static List<String> read(Spool spool, int max) throws IOException {
    int[] left = {max};
    List<String> texts = new ArrayList<>();
    for (byte[] record : spool.read(size -> --left[0] >= 0)) {
      texts.add(new String(record, UTF_8));
    }
    return texts;
  }

  private List<Path> files(String name) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve(name))) {
      return files.filter(path -> path.toString().endsWith(".log")).sorted().toList();
    }
  }
}
