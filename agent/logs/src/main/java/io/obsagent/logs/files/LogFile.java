// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.files;

import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.logs.LogFormatter;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A file that lines are appended to. When it is rolled it gets the time of its last line in its
 * name; the {@link Archive} does the rest. What cannot be written is counted, told once, and tried
 * again with the next line, at most once a second. No method throws. Thread-safe.
 *
 * <p>A stream, not a channel: an interrupt of the application's thread would close that.
 */
final class LogFile implements LogFormatter.Beside {
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Path path;
  private final RolledName names;
  private final Archive archive;
  private final long maxBytes;
  private final boolean daily;

  private @Nullable OutputStream out;
  private long size;
  private Instant last = Instant.EPOCH;
  private long failedAt;
  private boolean failing;
  private long lost;

  /**
   * @param maxBytes rolled before it is larger
   * @param daily rolled when the day ends, by UTC
   */
  LogFile(Path path, Archive archive, long maxBytes, boolean daily) {
    this.path = path;
    this.names = RolledName.of(path);
    this.archive = archive;
    this.maxBytes = maxBytes;
    this.daily = daily;
  }

  @Override
  public void write(byte[] line) {
    write(line, Instant.now());
  }

  synchronized void write(byte[] line, Instant now) {
    if (failing && System.nanoTime() - failedAt < RETRY_NANOS) {
      lost++;
      return;
    }
    try {
      OutputStream to = opened(line.length, now);
      to.write(line);
      size += line.length;
      last = now;
      recovered();
    } catch (IOException e) {
      failed(e);
    }
  }

  /** Whoever has failed before may have left half a line. */
  private OutputStream opened(int more, Instant now) throws IOException {
    OutputStream to = out;
    if (to == null) {
      to = open();
    }
    if (size > 0 && (size + more > maxBytes || daily && !day(now).equals(day(last)))) {
      roll();
      to = open();
    }
    if (failing && size > 0) {
      to.write('\n');
      size++;
    }
    return to;
  }

  private OutputStream open() throws IOException {
    Path directory = path.toAbsolutePath().getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    OutputStream opened = new FileOutputStream(path.toFile(), true);
    out = opened;
    size = Files.size(path);
    last = size > 0 ? Files.getLastModifiedTime(path).toInstant() : Instant.now();
    archive.add(names);
    return opened;
  }

  private static LocalDate day(Instant time) {
    return LocalDate.ofInstant(time, ZoneOffset.UTC);
  }

  @Override
  public synchronized void roll() {
    close();
    try {
      if (Files.exists(path) && Files.size(path) > 0) {
        Files.move(path, names.free(last.equals(Instant.EPOCH) ? Instant.now() : last));
        archive.wake();
      }
    } catch (IOException e) {
      failed(e);
    }
  }

  synchronized boolean isClosed() {
    return out == null;
  }

  /** Opened again by the next line. */
  @Override
  public synchronized void close() {
    OutputStream open = out;
    out = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        failed(e);
      }
    }
  }

  private void failed(IOException cause) {
    lost++;
    failedAt = System.nanoTime();
    if (!failing) {
      failing = true;
      AgentLog.warn(
          "log file "
              + path
              + " cannot be written: "
              + cause
              + "; its lines are lost until it can");
    }
    OutputStream open = out;
    out = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException again) {
        AgentLog.debug("while closing " + path + ": " + again);
      }
    }
  }

  private void recovered() {
    if (failing) {
      failing = false;
      AgentLog.warn("log file " + path + " is written again; " + lost + " lines were lost");
      lost = 0;
    }
  }
}
