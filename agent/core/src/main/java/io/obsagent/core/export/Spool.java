// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import io.obsagent.spi.log.AgentLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Records on disk, first in, first out, that outlive the process.
 *
 * <pre>
 *   append ─► 0…07.log  0…08.log  0…09.log          each with whole records
 *                 ▲ position: what came before has been delivered
 * </pre>
 *
 * What is appended is with the operating system: it survives the end of the process by whatever
 * signal, but not that of the machine. A file goes when all of it was delivered. What was read and
 * not {@link #commit committed} is read again by the next process. Not thread-safe.
 */
final class Spool implements AutoCloseable {
  private static final String SUFFIX = ".log";
  private static final int MAX_PROCESSES = 64;
  private static final int POSITION_BYTES = 20;

  private final Path directory;
  private final FileChannel lock;
  private final FileChannel position;
  private final long maxBytes;
  private final long fileBytes;
  private final ArrayDeque<SpoolFile> files = new ArrayDeque<>();

  /** Where the next process begins. */
  private long committedFile;

  private long committedAt;

  /** Where the next record is read, in the file of that number. */
  private long readFile;

  private long readAt;
  private @Nullable SpoolFile written;
  private long nextNumber;
  private int unread;

  private Spool(Path directory, FileChannel lock, long maxBytes) throws IOException {
    this.directory = directory;
    this.lock = lock;
    this.maxBytes = maxBytes;
    this.fileBytes = Math.max(64 << 10, Math.min(8 << 20, maxBytes / 8));
    this.position =
        FileChannel.open(
            directory.resolve("position"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
  }

  /**
   * Opens the spool of this name, or, where other processes have that, the first that is free of
   * {@code name-2}, {@code name-3} and so on. What ended processes have left in any of them is
   * taken over.
   *
   * @throws IOException if the directory cannot be written
   */
  static Spool open(Path parent, String name, long maxBytes) throws IOException {
    Spool own = null;
    for (int i = 1; i <= MAX_PROCESSES; i++) {
      Path directory = parent.resolve(i == 1 ? name : name + "-" + i);
      boolean exists = Files.isDirectory(directory);
      if (own != null && !exists) {
        break;
      }
      Files.createDirectories(directory);
      FileChannel lock = lock(directory);
      if (lock != null && own == null) {
        own = new Spool(directory, lock, maxBytes);
        own.recover();
      } else if (lock != null) {
        own.adopt(directory);
        lock.close();
      }
    }
    if (own == null) {
      throw new IOException(MAX_PROCESSES + " processes use " + parent.resolve(name) + " already");
    }
    return own;
  }

  private static @Nullable FileChannel lock(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // another spool of this process
    }
    channel.close();
    return null;
  }

  private void recover() throws IOException {
    long from = 0;
    ByteBuffer saved = ByteBuffer.allocate(POSITION_BYTES);
    if (position.read(saved, 0) == POSITION_BYTES && saved.getInt(16) == checksum(saved)) {
      committedFile = saved.getLong(0);
      from = saved.getLong(8);
    }
    nextNumber = committedFile + 1;
    for (long number : numbers(directory)) {
      SpoolFile file = SpoolFile.open(path(number), number);
      if (number < committedFile) {
        file.delete();
      } else {
        add(file, number == committedFile ? from : 0);
        nextNumber = number + 1;
      }
    }
  }

  /** Takes the files that a process has left which had a directory of its own. */
  private void adopt(Path other) throws IOException {
    for (long number : numbers(other)) {
      long mine = nextNumber++;
      Files.move(other.resolve(name(number)), path(mine));
      add(SpoolFile.open(path(mine), mine), 0);
    }
    Files.deleteIfExists(other.resolve("position"));
  }

  private static List<Long> numbers(Path directory) throws IOException {
    try (Stream<Path> paths = Files.list(directory)) {
      return paths
          .map(path -> path.getFileName().toString())
          .filter(name -> name.matches("[0-9]{19}\\.log"))
          .map(name -> Long.parseLong(name.substring(0, 19)))
          .sorted()
          .toList();
    }
  }

  private static String name(long number) {
    return String.format(java.util.Locale.ROOT, "%019d", number) + SUFFIX;
  }

  private Path path(long number) {
    return directory.resolve(name(number));
  }

  /** Adds the last one, with what is whole in it from there on. */
  private void add(SpoolFile file, long from) throws IOException {
    unread += file.scan(from);
    if (file.torn() > 0) {
      AgentLog.info(
          "spool "
              + directory
              + ": the last "
              + file.torn()
              + " bytes of "
              + name(file.number())
              + " are no whole record: the process that wrote them was ended");
    }
    if (files.isEmpty()) {
      readFile = file.number();
      readAt = from;
      committedFile = readFile;
      committedAt = from;
    }
    files.add(file);
  }

  /** Records that were not read. */
  int unread() {
    return unread;
  }

  long bytes() {
    long bytes = 0;
    for (SpoolFile file : files) {
      bytes += file.length();
    }
    return bytes;
  }

  /** Whether so many more bytes are within the bound. */
  boolean hasRoom(long more) {
    return bytes() + more <= maxBytes;
  }

  /**
   * Writes all or nothing.
   *
   * @throws IOException if the disk does not take it
   */
  void append(List<byte[]> records) throws IOException {
    SpoolFile file = written;
    if (file == null || file.length() >= fileBytes) {
      file = SpoolFile.create(path(nextNumber), nextNumber);
      nextNumber++;
      add(file, 0);
      written = file;
    }
    file.append(records);
    unread += records.size();
  }

  /**
   * Reads on.
   *
   * @param wanted asked with each record's size whether it is still wanted; the first always is
   */
  List<byte[]> read(LongPredicate wanted) throws IOException {
    List<byte[]> records = new ArrayList<>();
    for (SpoolFile file : files) {
      if (file.number() < readFile) {
        continue;
      }
      if (file.number() > readFile) {
        readFile = file.number();
        readAt = 0;
      }
      for (byte[] next = file.read(readAt); next.length > 0; next = file.read(readAt)) {
        if (!wanted.test(next.length) && !records.isEmpty()) {
          return records;
        }
        records.add(next);
        readAt += SpoolFile.HEAD + next.length;
        unread--;
      }
    }
    return records;
  }

  /** What was read needs not be read again, by no process. */
  void commit() throws IOException {
    committedFile = readFile;
    committedAt = readAt;
    while (!files.isEmpty() && files.element().number() < committedFile) {
      files.remove().delete();
    }
    ByteBuffer saved = ByteBuffer.allocate(POSITION_BYTES);
    saved.putLong(committedFile).putLong(committedAt);
    saved.putInt(checksum(saved)).flip();
    position.write(saved, 0);
  }

  private static int checksum(ByteBuffer saved) {
    CRC32C crc = new CRC32C();
    crc.update(saved.array(), 0, 16);
    return (int) crc.getValue();
  }

  /** What was not committed stays. */
  @Override
  public void close() throws IOException {
    for (SpoolFile file : files) {
      if (file.number() == committedFile && committedAt >= file.length()) {
        file.delete();
      } else {
        file.close();
      }
    }
    position.close();
    lock.close();
  }
}
