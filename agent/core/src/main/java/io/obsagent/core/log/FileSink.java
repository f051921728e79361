// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.log;

import io.obsagent.spi.log.AgentLog.Level;
import io.obsagent.spi.log.AgentLog.Sink;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Appends to a file; when it is full it becomes {@code <file>.1} in place of the one before, so
 * that the log never takes more than twice its bound.
 */
final class FileSink implements Sink {
  private final File file;
  private final long maxBytes;
  private final Sink fallback;
  private FileOutputStream out;
  private long written;

  FileSink(File file, long maxBytes, Sink fallback) throws IOException {
    this.file = file;
    this.maxBytes = maxBytes;
    this.fallback = fallback;
    this.out = new FileOutputStream(file, true);
    this.written = file.length();
  }

  @Override
  public synchronized void write(Level level, String message, @Nullable Throwable cause) {
    String line = LogLine.of(Instant.now() + " ", level, message, cause) + System.lineSeparator();
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    try {
      if (written + bytes.length > maxBytes) {
        turnOver();
      }
      out.write(bytes);
      written += bytes.length;
    } catch (IOException e) {
      fallback.write(level, message, cause);
    }
  }

  private void turnOver() throws IOException {
    out.close();
    File previous = new File(file.getPath() + ".1");
    boolean moved = (!previous.exists() || previous.delete()) && file.renameTo(previous);
    out = new FileOutputStream(file, !moved && file.length() < maxBytes);
    written = file.length();
  }
}
