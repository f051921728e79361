// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.traces;

import io.obsagent.insight.traces.TraceBlock.DiskPlace;
import io.obsagent.insight.traces.TraceBlock.Inflated;
import io.obsagent.spi.diagnostics.Problems;
import io.obsagent.spi.export.SpanCopy;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Traces in files, which outlive the process: whole for seven days, then the failed ones and each
 * tenth of the others, for thirty in all; within a bound of bytes, beyond which the oldest go.
 *
 * <pre>
 * store ─► once a minute, what is settled ─► NUMBER.traces ─► after 7 days ─► NUMBER.sample ─► after 30: gone
 * </pre>
 *
 * One process at a time (a file lock). No method throws for what the disk does: trouble is told
 * once, and tried again after ten minutes; until then the traces are in memory only. One thread
 * writes, any may read.
 */
final class TraceDisk implements AutoCloseable {
  static final long WHOLE_MILLIS = Duration.ofDays(7).toMillis();
  static final long SAMPLED_MILLIS = Duration.ofDays(30).toMillis();

  private static final String AREA = "data.traces";
  private static final String WHOLE = ".traces";
  private static final String SAMPLE = ".sample";
  private static final Pattern NAME = Pattern.compile("\\d{18}\\.(traces|sample)");
  private static final int ONE_OF = 10;
  private static final long EVERY_MILLIS = 60_000;
  private static final long RETRY_MILLIS = 600_000;
  private static final long FILE_MILLIS = Duration.ofHours(6).toMillis();
  private static final long MIN_FILE = 64 << 10;
  private static final int FILES = 16;

  private final Path directory;
  private final long maxBytes;
  private final FileChannel lock;
  private final CopyOnWriteArrayList<TraceFile> files = new CopyOnWriteArrayList<>();
  private @Nullable TraceFile written;
  private long writtenSince;
  private long nextNumber;
  private long notBefore = Long.MIN_VALUE;
  private boolean troubled;

  private @Nullable DiskPlace cachedPlace;
  private @Nullable Inflated cached;

  private TraceDisk(Path directory, long maxBytes, FileChannel lock) {
    this.directory = directory;
    this.maxBytes = maxBytes;
    this.lock = lock;
  }

  /** Returns null, having said why, where the directory cannot be used. */
  static @Nullable TraceDisk open(Path directory, long maxBytes) {
    try {
      Files.createDirectories(directory);
      FileChannel channel =
          FileChannel.open(
              directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locks(channel)) {
        channel.close();
        Problems.add(
            AREA,
            AREA
                + ": another process has "
                + directory
                + "; traces are kept in memory only: give each a data.directory of its own");
        return null;
      }
      TraceDisk disk = new TraceDisk(directory, maxBytes, channel);
      disk.list();
      return disk;
    } catch (IOException | SecurityException e) {
      Problems.add(
          AREA, AREA + ": cannot use " + directory + ", traces are kept in memory only: " + e);
      return null;
    }
  }

  private static boolean locks(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private void list() throws IOException {
    List<Path> paths;
    try (Stream<Path> all = Files.list(directory)) {
      paths = all.sorted(Comparator.comparing(Path::getFileName)).toList();
    }
    for (Path path : paths) {
      String name = path.getFileName().toString();
      if (!NAME.matcher(name).matches()) {
        continue;
      }
      if (name.endsWith(WHOLE) && Files.exists(sampleOf(path))) {
        Files.delete(path); // the process ended between the two
        continue;
      }
      files.add(TraceFile.of(path));
      nextNumber = number(path) + 1;
    }
  }

  private static long number(Path path) {
    return Long.parseLong(path.getFileName().toString().substring(0, 18));
  }

  private static Path sampleOf(Path whole) {
    String name = whole.getFileName().toString();
    return whole.resolveSibling(name.substring(0, 18) + SAMPLE);
  }

  long bytes() {
    return files.stream().mapToLong(TraceFile::bytes).sum();
  }

  /**
   * Writes what is settled, once a minute, and lets go what is too old or too much.
   *
   * @param all whether to write what is not settled, too: it is the last time
   */
  void write(TraceStore store, long nowMillis, boolean all) {
    if (nowMillis < notBefore && !(all && !troubled)) {
      return;
    }
    notBefore = nowMillis + EVERY_MILLIS;
    try {
      TraceBlock block = new TraceBlock();
      List<StoredTrace> within = new ArrayList<>();
      for (StoredTrace trace : store.unwritten(nowMillis * 1_000_000, all)) {
        block.add(trace, store.spans(trace));
        within.add(trace);
        if (block.isFull()) {
          append(block, nowMillis);
          store.wrote(within);
          block = new TraceBlock();
          within = new ArrayList<>();
        }
      }
      if (!block.isEmpty()) {
        append(block, nowMillis);
        store.wrote(within);
      }
      trim(nowMillis);
      if (troubled) {
        troubled = false;
        Problems.clear(AREA);
      }
    } catch (IOException e) {
      written = null;
      notBefore = nowMillis + RETRY_MILLIS;
      if (!troubled) {
        troubled = true;
        Problems.add(
            AREA,
            AREA
                + ": cannot write to "
                + directory
                + ", traces are in memory only; tried again each ten minutes: "
                + e);
      }
    }
  }

  private void append(TraceBlock block, long nowMillis) throws IOException {
    TraceFile file = written;
    if (file == null
        || file.bytes() > Math.max(MIN_FILE, maxBytes / FILES)
        || nowMillis - writtenSince > FILE_MILLIS) {
      Path path = directory.resolve(String.format(Locale.ROOT, "%018d%s", nextNumber, WHOLE));
      file = TraceFile.create(path, nowMillis);
      nextNumber++;
      files.add(file);
      written = file;
      writtenSince = nowMillis;
    }
    file.append(block, nowMillis);
  }

  /** Thins out one file at most, for that takes its time. */
  private void trim(long nowMillis) throws IOException {
    boolean thinned = false;
    for (TraceFile file : files) {
      long age = nowMillis - file.toMillis();
      if (age > SAMPLED_MILLIS) {
        delete(file);
      } else if (age > WHOLE_MILLIS && !thinned && file.path().toString().endsWith(WHOLE)) {
        thin(file);
        thinned = true;
      }
    }
    while (bytes() > maxBytes && files.size() > 1) {
      delete(files.get(0));
    }
  }

  private void delete(TraceFile file) throws IOException {
    if (file == written) {
      written = null;
    }
    files.remove(file);
    Files.deleteIfExists(file.path());
  }

  private void thin(TraceFile file) throws IOException {
    if (file == written) {
      written = null;
    }
    Path sample = sampleOf(file.path());
    Path fresh = sample.resolveSibling(sample.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    TraceFile target = TraceFile.create(fresh, file.toMillis());
    TraceBlock block = new TraceBlock();
    for (StoredTrace trace : traces(file)) {
      if (trace.failed || Math.floorMod(trace.low, ONE_OF) == 0) {
        List<SpanCopy> spans = spans(trace);
        if (!spans.isEmpty()) {
          block.add(trace, spans);
        }
        if (block.isFull()) {
          target.append(block, file.toMillis());
          block = new TraceBlock();
        }
      }
    }
    if (!block.isEmpty()) {
      target.append(block, file.toMillis());
    }
    Files.setLastModifiedTime(fresh, FileTime.fromMillis(file.toMillis()));
    Files.move(fresh, sample, StandardCopyOption.ATOMIC_MOVE);
    files.set(files.indexOf(file), TraceFile.of(sample));
    Files.deleteIfExists(file.path());
  }

  /** All traces of a file, without their spans; none if it has gone. */
  private static List<StoredTrace> traces(TraceFile file) {
    List<StoredTrace> traces = new ArrayList<>();
    try {
      file.heads(
          (head, frame) -> {
            traces.addAll(TraceBlock.traces(head, file, frame));
            return true;
          });
    } catch (IOException | RuntimeException e) {
      unreadable(file, e);
    }
    return traces;
  }

  private static void unreadable(TraceFile file, Exception e) {
    if (!(e instanceof NoSuchFileException)) {
      Problems.add(AREA + ".read", AREA + ": cannot read " + file.path() + ": " + e);
    }
  }

  /**
   * Hands out traces, those of later files first.
   *
   * @param sinceNanos since the epoch; whole files that are older are left out
   * @param visitor answers whether it goes on
   */
  void search(long sinceNanos, Predicate<StoredTrace> visitor) {
    List<TraceFile> now = List.copyOf(files);
    for (int i = now.size() - 1; i >= 0; i--) {
      TraceFile file = now.get(i);
      if (file.toMillis() < sinceNanos / 1_000_000) {
        continue;
      }
      List<StoredTrace> traces = traces(file);
      for (int j = traces.size() - 1; j >= 0; j--) {
        if (!visitor.test(traces.get(j))) {
          return;
        }
      }
    }
  }

  @Nullable StoredTrace find(long high, long low) {
    StoredTrace[] found = new StoredTrace[1];
    search(
        Long.MIN_VALUE,
        trace -> {
          if (trace.high == high && trace.low == low) {
            found[0] = trace;
          }
          return found[0] == null;
        });
    return found[0];
  }

  /** The spans of a trace of a file; none if that has gone. */
  synchronized List<SpanCopy> spans(StoredTrace trace) {
    DiskPlace place = trace.place;
    if (place == null) {
      return List.of();
    }
    try {
      Inflated block = cached;
      if (block == null
          || cachedPlace == null
          || cachedPlace.file() != place.file()
          || !cachedPlace.frame().equals(place.frame())) {
        byte[] payload = place.file().payload(place.frame());
        if (payload.length == 0) {
          return List.of();
        }
        block = new Inflated(payload);
        cached = block;
        cachedPlace = place;
      }
      return block.spans(trace, place);
    } catch (IOException | DataFormatException | RuntimeException e) {
      unreadable(place.file(), e);
      return List.of();
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      Problems.add(AREA, AREA + ": cannot let " + directory + " go: " + e);
    }
  }
}
