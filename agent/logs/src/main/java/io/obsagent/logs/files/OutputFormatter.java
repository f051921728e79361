// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.files;

import io.obsagent.logs.format.JsonLines;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.logs.LogFormats;
import io.obsagent.spi.logs.LogFormatter;
import io.obsagent.spi.logs.LogRecord;
import io.obsagent.spi.redact.Redaction;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The application's lines as the options want them. */
public final class OutputFormatter implements LogFormatter {
  /** An application may have a file for each of its users, one after the other. */
  private static final int MAX_OPEN = 64;

  private static final Beside NOWHERE =
      new Beside() {
        @Override
        public void write(byte[] line) {}

        @Override
        public void roll() {}
      };

  private final JsonLines lines;
  private final Mode mode;
  private final Archive archive;

  /** The one that was used longest ago is closed first; its next line opens it again. */
  private final Map<Path, LogFile> files =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, LogFile> eldest) {
          if (size() <= MAX_OPEN) {
            return false;
          }
          eldest.getValue().close();
          return true;
        }
      };

  OutputFormatter(JsonLines lines, Mode mode, Archive archive) {
    this.lines = lines;
    this.mode = mode;
    this.archive = archive;
  }

  /** Registered in {@code META-INF/services}. */
  public static final class Configured implements Factory {
    @Override
    public LogFormatter create(Config config, Map<String, String> resource) {
      return new OutputFormatter(
          new JsonLines(config.get(LogFormats.FORMAT), resource, redaction(config)),
          Mode.valueOf(config.get(FileOptions.MODE).toUpperCase(Locale.ROOT)),
          FileOptions.archive(config));
    }

    private static @Nullable Redaction redaction(Config config) {
      return config.get(FileOptions.REDACT) ? Redaction.standard() : null;
    }
  }

  @Override
  public Mode mode() {
    return mode;
  }

  @Override
  public byte[] format(LogRecord record) {
    return lines.format(record);
  }

  @Override
  public Beside beside(Path file) {
    Path name = file.getFileName();
    if (name == null) {
      return NOWHERE;
    }
    Path path = file.toAbsolutePath().normalize().resolveSibling(name + ".json");
    synchronized (files) {
      return files.computeIfAbsent(path, each -> new LogFile(each, archive, Long.MAX_VALUE, false));
    }
  }

  /** Another has taken its place; a line that comes late opens its file again. */
  void close() {
    synchronized (files) {
      files.values().forEach(LogFile::close);
      files.clear();
    }
    archive.close();
  }
}
