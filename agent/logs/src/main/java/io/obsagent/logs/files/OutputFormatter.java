// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.files;

import io.obsagent.logs.format.JsonLines;
import io.obsagent.logs.redact.RedactOptions;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.logs.LogFormats;
import io.obsagent.spi.logs.LogFormatter;
import io.obsagent.spi.logs.LogRecord;
import io.obsagent.spi.redact.Redaction;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The application's lines as the options want them. */
public final class OutputFormatter implements LogFormatter {
  /** As many as an application has files of its own; beyond, the rest gets none. */
  private static final int MAX_FILES = 1_024;

  private static final Beside NOWHERE =
      new Beside() {
        @Override
        public void write(byte[] line) {}

        @Override
        public void roll() {}

        @Override
        public void close() {}
      };

  private final JsonLines lines;
  private final Mode mode;
  private final Archive archive;

  private final Map<Path, LogFile> files = new ConcurrentHashMap<>();

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
      return config.get(FileOptions.REDACT) ? RedactOptions.of(config) : null;
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
    if (files.size() >= MAX_FILES) {
      files.values().removeIf(LogFile::isClosed);
    }
    Path path = file.toAbsolutePath().normalize().resolveSibling(name + ".json");
    if (files.size() >= MAX_FILES && !files.containsKey(path)) {
      AgentLog.limited(
          AgentLog.Level.WARN,
          "logging.mode",
          "there are " + MAX_FILES + " files of JSON already, so there is none beside " + file);
      return NOWHERE;
    }
    return files.computeIfAbsent(path, each -> new LogFile(each, archive, Long.MAX_VALUE, false));
  }

  /** Another has taken its place; a line that comes late opens its file again. */
  void close() {
    files.values().forEach(LogFile::close);
    archive.close();
  }
}
