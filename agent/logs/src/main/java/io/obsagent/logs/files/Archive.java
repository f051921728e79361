// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.files;

import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.service.AgentLoop;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;

/**
 * What becomes of rolled files, on a thread of its own that starts with the first file:
 *
 * <pre>
 *   combined-….log ─► combined-….log.gz ── after days ─► archive/combined-….log.gz ─► gone
 * </pre>
 *
 * All state is in the directories: a process that was killed half-way is gone on with. Beyond a
 * size of all of one name together, the oldest go first. Thread-safe.
 */
final class Archive {
  private static final Duration PAUSE = Duration.ofHours(1);
  private static final String FOLDER = "archive";
  private static final String UNFINISHED = ".part";

  private final Duration keep;
  private final Duration keepArchived;
  private final long maxBytes;
  private final Set<RolledName> names = ConcurrentHashMap.newKeySet();
  private boolean closed;
  private volatile boolean started;
  private final AgentLoop loop = new AgentLoop("log-archive", this::turn);

  /**
   * @param keep how long a rolled file stays where it was
   * @param keepArchived how long after that, in the folder {@code archive}
   * @param maxBytes of all rolled files of one name
   */
  Archive(Duration keep, Duration keepArchived, long maxBytes) {
    this.keep = keep;
    this.keepArchived = keepArchived;
    this.maxBytes = maxBytes;
  }

  void add(RolledName name) {
    if (names.add(name)) {
      wake();
    }
  }

  /** Something was rolled. */
  synchronized void wake() {
    if (closed) {
      return;
    }
    if (!started) {
      started = true;
      loop.start();
    }
    loop.wake();
  }

  synchronized void close() {
    closed = true;
    loop.close();
  }

  private long turn() {
    for (RolledName name : names) {
      try {
        tidy(name, Instant.now());
      } catch (IOException e) {
        AgentLog.limited(
            AgentLog.Level.WARN,
            "logs.archive",
            "rolled log files in " + name.directory() + " cannot be packed or moved: " + e);
      }
    }
    return PAUSE.toNanos();
  }

  void tidy(RolledName name, Instant now) throws IOException {
    Path folder = name.directory().resolve(FOLDER);
    for (Path rolled : name.in(name.directory())) {
      Path packed = rolled.toString().endsWith(RolledName.PACKED) ? rolled : pack(rolled);
      if (isOlder(packed, now.minus(keep))) {
        Files.createDirectories(folder);
        Files.move(
            packed, folder.resolve(packed.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    for (Path archived : name.in(folder)) {
      if (isOlder(archived, now.minus(keep).minus(keepArchived))) {
        Files.deleteIfExists(archived);
      }
    }
    bound(name, folder);
  }

  /** The packed one has the time of its last line, as the rolled one had. */
  private static Path pack(Path rolled) throws IOException {
    Path packed = rolled.resolveSibling(rolled.getFileName() + RolledName.PACKED);
    Path unfinished = rolled.resolveSibling(packed.getFileName() + UNFINISHED);
    FileTime time = Files.getLastModifiedTime(rolled);
    try (InputStream in = Files.newInputStream(rolled);
        OutputStream out = new GZIPOutputStream(Files.newOutputStream(unfinished), 64 << 10)) {
      in.transferTo(out);
    } catch (IOException e) {
      Files.deleteIfExists(unfinished);
      throw e;
    }
    Files.setLastModifiedTime(unfinished, time);
    Files.move(unfinished, packed, StandardCopyOption.REPLACE_EXISTING);
    Files.delete(rolled);
    return packed;
  }

  private static boolean isOlder(Path file, Instant than) throws IOException {
    try {
      return Files.getLastModifiedTime(file).toInstant().isBefore(than);
    } catch (NoSuchFileException gone) {
      return false;
    }
  }

  private void bound(RolledName name, Path folder) throws IOException {
    record Sized(Path path, long bytes, FileTime time) {}
    List<Sized> all = new ArrayList<>();
    long total = 0;
    for (Path directory : List.of(name.directory(), folder)) {
      for (Path path : name.in(directory)) {
        long bytes = Files.size(path);
        all.add(new Sized(path, bytes, Files.getLastModifiedTime(path)));
        total += bytes;
      }
    }
    all.sort(Comparator.comparing(Sized::time));
    for (Sized oldest : all) {
      if (total <= maxBytes) {
        return;
      }
      Files.deleteIfExists(oldest.path());
      total -= oldest.bytes();
    }
  }
}
