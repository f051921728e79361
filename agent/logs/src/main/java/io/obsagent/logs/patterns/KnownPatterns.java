// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.patterns;

import io.obsagent.spi.log.AgentLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The patterns of errors that earlier processes have seen, in a file of the data directory: none of
 * them is new after a restart. A line for each, appended; what a killed process has written in part
 * is a pattern that nothing is like. Not thread-safe.
 *
 * <pre>severity number · tab · template</pre>
 */
public final class KnownPatterns {
  /** The newest of them; twice as many may stand in the file. */
  static final int MOST = Patterns.MOST;

  /** A longer template is not kept, characters. */
  private static final int LONGEST = 4_096;

  private static final long MAX_BYTES = 16L << 20;

  private final @Nullable Path file;

  private KnownPatterns(@Nullable Path file) {
    this.file = file;
  }

  /**
   * @param directory the data directory; empty if nothing is kept
   */
  public static KnownPatterns in(String directory) {
    return new KnownPatterns(
        directory.isEmpty() ? null : Path.of(directory).resolve("log-patterns.txt"));
  }

  /** Tells severity number and template of each. */
  void forEach(BiConsumer<Integer, String> each) {
    Path from = file;
    if (from == null) {
      return;
    }
    try {
      if (!Files.exists(from) || Files.size(from) > MAX_BYTES) {
        Files.deleteIfExists(from);
        return;
      }
      List<String> lines =
          new String(Files.readAllBytes(from), StandardCharsets.UTF_8).lines().toList();
      List<String> newest = lines.subList(Math.max(0, lines.size() - MOST), lines.size());
      if (lines.size() > 2 * MOST) {
        Files.write(from, newest);
      }
      newest.forEach(line -> read(line, each));
    } catch (IOException e) {
      AgentLog.warn("known patterns of the log cannot be read from " + from + ": " + e);
    }
  }

  private static void read(String line, BiConsumer<Integer, String> each) {
    int tab = line.indexOf('\t');
    if (tab > 0 && tab <= 2 && line.chars().limit(tab).allMatch(c -> c >= '0' && c <= '9')) {
      each.accept(Integer.valueOf(line.substring(0, tab)), line.substring(tab + 1));
    }
  }

  void add(int severityNumber, String template) {
    Path to = file;
    if (to == null || template.length() > LONGEST) {
      return;
    }
    try {
      Files.createDirectories(to.toAbsolutePath().getParent());
      Files.writeString(
          to,
          "\n" + severityNumber + "\t" + template,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      AgentLog.limited(
          AgentLog.Level.WARN,
          "logs.patterns",
          "known patterns of the log cannot be written to " + to + ": " + e);
    }
  }
}
