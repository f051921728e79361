// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.files;

import io.obsagent.logs.format.JsonLines;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.log.AgentLog;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The agent's own files of what the application logs. Written on one thread of the agent's, of
 * records that are redacted and bounded.
 */
public final class LogFiles {
  private static final int ERROR = 17;

  private static volatile @Nullable LogFiles current;

  private final JsonLines lines;
  private final Archive archive;
  private final LogFile errors;
  private final LogFile all;
  private final FileChannel lock;

  private LogFiles(
      JsonLines lines, Archive archive, LogFile errors, LogFile all, FileChannel lock) {
    this.lines = lines;
    this.archive = archive;
    this.errors = errors;
    this.all = all;
    this.lock = lock;
  }

  /** Null while {@code logging.files.enabled} is false. */
  public static @Nullable LogFiles current() {
    return current;
  }

  /** Writes a record; returns when it is written or lost. Throws nothing. */
  public void accept(FinishedLog log) {
    byte[] line = lines.format(log);
    Instant now = Instant.now();
    all.write(line, now);
    if (log.severityNumber() >= ERROR) {
      errors.write(line, now);
    }
  }

  /**
   * @throws IOException if the directory cannot be written to, or is another process's
   */
  static LogFiles open(Config config, Map<String, String> resource) throws IOException {
    Path directory = Path.of(config.get(FileOptions.DIRECTORY)).toAbsolutePath();
    FileChannel lock = lock(directory);
    Archive archive = FileOptions.archive(config);
    long maxBytes = FileOptions.maxBytes(config);
    LogFiles files =
        new LogFiles(
            new JsonLines(config.get(FileOptions.FORMAT), resource, null),
            archive,
            new LogFile(directory.resolve("error.log"), archive, maxBytes, true),
            new LogFile(directory.resolve("combined.log"), archive, maxBytes, true),
            lock);
    current = files;
    return files;
  }

  /** Two processes that roll one file would lose lines. */
  private static FileChannel lock(Path directory) throws IOException {
    Files.createDirectories(directory);
    FileChannel channel =
        FileChannel.open(
            directory.resolve(".obs-agent.lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return channel;
      }
    } catch (OverlappingFileLockException ofThisProcess) {
      // As if of another.
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw new IOException(
        "logging.files.directory: another process writes its log to "
            + directory
            + "; give each a directory of its own");
  }

  void close() {
    current = null;
    all.close();
    errors.close();
    archive.close();
    try {
      lock.close();
    } catch (IOException e) {
      AgentLog.debug("while closing the lock of log files: " + e);
    }
  }
}
