// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.series;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The store's files: {@code <tier>/<window start>.seg} and the {@code tail.seg} of samples that
 * none of them has yet, one process at a time (a file lock). No method throws for what the disk
 * does: trouble is told in one line, nothing is written for ten minutes, then it is tried again.
 * Written under the store's lock, read by any thread.
 */
final class SegmentDirectory implements AutoCloseable {
  private static final long RETRY_MILLIS = 600_000;

  /** A file that is there, and the time it covers. */
  record File(Tier tier, Path path, long from, long to) {
    /** 0 for the first process that wrote in this window, 1 for the next. */
    int run() {
      String name = path.getFileName().toString();
      int dash = name.indexOf('-');
      return dash < 0 ? 0 : Integer.parseInt(name.substring(dash + 1, name.indexOf('.')));
    }
  }

  private final Path root;
  private final long maxBytes;
  private final Consumer<String> warn;
  private final Map<String, List<File>> files = new ConcurrentHashMap<>();
  private final Map<String, Segment> open = new ConcurrentHashMap<>();
  private final Map<String, Long> openWindow = new ConcurrentHashMap<>();
  private final FileChannel lockFile;
  private final FileLock lock;
  private volatile long bytes;
  private volatile @Nullable String trouble;
  private long retryAt = Long.MIN_VALUE;

  private SegmentDirectory(
      Path root, long maxBytes, Consumer<String> warn, FileChannel lockFile, FileLock lock) {
    this.root = root;
    this.maxBytes = maxBytes;
    this.warn = warn;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /** Returns null, having said why, where the directory can't be used. */
  static @Nullable SegmentDirectory open(
      Path root, long maxBytes, List<Tier> plan, Consumer<String> warn) {
    try {
      Files.createDirectories(root);
      FileChannel channel =
          FileChannel.open(
              root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        warn.accept(
            "series store: "
                + root
                + " is in use by another process; history is kept in memory"
                + " only – give each process a data directory of its own");
        return null;
      }
      SegmentDirectory directory = new SegmentDirectory(root, maxBytes, warn, channel, lock);
      directory.list(plan);
      return directory;
    } catch (IOException | SecurityException e) {
      warn.accept(
          "series store: can't use " + root + " (" + e + "); history is kept in memory only");
      return null;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private void list(List<Tier> plan) throws IOException {
    for (Tier tier : plan) {
      Path directory = Files.createDirectories(root.resolve(tier.name()));
      List<File> found = new ArrayList<>();
      try (Stream<Path> paths = Files.list(directory)) {
        for (Path path : paths.toList()) {
          String name = path.getFileName().toString();
          if (name.matches("\\d{1,15}(-\\d{1,4})?\\.seg")) {
            long start = Long.parseLong(name.split("[-.]", 2)[0]);
            found.add(new File(tier, path, start, start + tier.windowMillis() - 1));
            bytes += Files.size(path);
          }
        }
      }
      found.sort(Comparator.comparingLong(File::from).thenComparingInt(File::run));
      files.put(tier.name(), new CopyOnWriteArrayList<>(found));
    }
  }

  List<File> files(Tier tier) {
    return files.getOrDefault(tier.name(), List.of());
  }

  /** The first instant of which a tier has a file, or the largest long. */
  long start(Tier tier) {
    List<File> list = files(tier);
    return list.isEmpty() ? Long.MAX_VALUE : list.get(0).from();
  }

  long bytes() {
    return bytes;
  }

  String state() {
    String reason = trouble;
    return reason == null ? "on" : reason;
  }

  /** Appends to the file of a tier's window. Returns whether it is written. */
  boolean write(Tier tier, long windowStart, List<Block.Entry> entries, long now) {
    if (entries.isEmpty()) {
      return true;
    }
    if (now < retryAt) {
      return false;
    }
    try {
      Segment segment = segment(tier, windowStart);
      long before = segment.bytes();
      segment.append(entries);
      bytes += segment.bytes() - before;
      trouble = null;
      return true;
    } catch (IOException e) {
      closeOpen(tier);
      failed(e, now);
      return false;
    }
  }

  /** Replaces the file of samples that no segment has yet. */
  void writeTail(List<Block.Entry> entries, long now) {
    if (entries.isEmpty() || now < retryAt) {
      return;
    }
    Path fresh = root.resolve("tail.new");
    try {
      Files.deleteIfExists(fresh);
      try (Segment segment = Segment.create(fresh)) {
        segment.append(entries);
      }
      Files.move(
          fresh, tail(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      failed(e, now);
    }
  }

  /** Segments have by now what the tail had. */
  void dropTail() {
    try {
      Files.deleteIfExists(tail());
    } catch (IOException e) {
      trouble = "can't delete " + tail() + ": " + e;
    }
  }

  void readTail(Consumer<List<Block.Entry>> visitor) {
    if (Files.exists(tail())) {
      read(tail(), visitor);
    }
  }

  private Path tail() {
    return root.resolve("tail.seg");
  }

  private void failed(IOException e, long now) {
    retryAt = now + RETRY_MILLIS;
    if (trouble == null) {
      warn.accept(
          "series store: can't write to "
              + root
              + " ("
              + e
              + "); the last hours stay in memory,"
              + " next try in 10 minutes");
    }
    trouble = "can't write: " + e;
  }

  private Segment segment(Tier tier, long windowStart) throws IOException {
    Segment segment = open.get(tier.name());
    if (segment != null && openWindow.getOrDefault(tier.name(), -1L) == windowStart) {
      return segment;
    }
    closeOpen(tier);
    Segment created = create(tier, windowStart);
    bytes += created.bytes();
    open.put(tier.name(), created);
    openWindow.put(tier.name(), windowStart);
    files(tier)
        .add(new File(tier, created.path(), windowStart, windowStart + tier.windowMillis() - 1));
    return created;
  }

  private Segment create(Tier tier, long windowStart) throws IOException {
    Path directory = root.resolve(tier.name());
    for (int attempt = 0; ; attempt++) {
      try {
        String suffix = attempt == 0 ? "" : "-" + attempt;
        return Segment.create(directory.resolve(windowStart + suffix + ".seg"));
      } catch (FileAlreadyExistsException e) {
        if (attempt == 9999) {
          throw e;
        }
      }
    }
  }

  private void closeOpen(Tier tier) {
    Segment segment = open.remove(tier.name());
    if (segment != null) {
      try {
        segment.close();
      } catch (IOException e) {
        trouble = "can't close " + segment.path() + ": " + e;
      }
    }
  }

  /** Deletes files past their retention, then the oldest ones until the byte budget is kept. */
  void trim(List<Tier> plan, long now) {
    for (Tier tier : plan) {
      for (File file : List.copyOf(files(tier))) {
        if (file.to() < now - tier.retentionMillis()) {
          delete(file);
        }
      }
    }
    while (bytes > maxBytes) {
      File oldest = null;
      for (Tier tier : plan) {
        List<File> list = files(tier);
        if (!list.isEmpty() && (oldest == null || list.get(0).to() < oldest.to())) {
          oldest = list.get(0);
        }
      }
      if (oldest == null) {
        return;
      }
      delete(oldest);
    }
  }

  private void delete(File file) {
    files(file.tier()).remove(file);
    Segment segment = open.get(file.tier().name());
    if (segment != null && segment.path().equals(file.path())) {
      closeOpen(file.tier());
    }
    try {
      long size = Files.size(file.path());
      Files.delete(file.path());
      bytes -= size;
    } catch (IOException e) {
      trouble = "can't delete " + file.path() + ": " + e;
    }
  }

  /** Hands out every chunk of a file; a file that has gone meanwhile has none. */
  void read(File file, Consumer<List<Block.Entry>> visitor) {
    read(file.path(), visitor);
  }

  private void read(Path path, Consumer<List<Block.Entry>> visitor) {
    try {
      Segment.read(path, visitor);
    } catch (IOException e) {
      trouble = "can't read " + path + ": " + e;
    }
  }

  @Override
  public void close() {
    for (List<File> list : files.values()) {
      list.stream().findFirst().ifPresent(file -> closeOpen(file.tier()));
    }
    try {
      lock.release();
      lockFile.close();
    } catch (IOException e) {
      warn.accept("series store: can't release the lock of " + root + ": " + e);
    }
  }
}
