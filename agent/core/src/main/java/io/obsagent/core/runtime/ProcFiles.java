// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.runtime;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The small text files in which Linux tells about itself. What is absent reads as nothing. */
final class ProcFiles {
  private static final int MAX_BYTES = 256 << 10;

  private final File root;

  ProcFiles(File root) {
    this.root = root;
  }

  /** The whole text; null if it cannot be read. */
  @Nullable String text(String path) {
    try (InputStream in = new FileInputStream(new File(root, path))) {
      return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
    } catch (IOException | SecurityException e) {
      return null;
    }
  }

  List<String> lines(String path) {
    String text = text(path);
    List<String> lines = new ArrayList<>();
    int start = 0;
    while (text != null && start < text.length()) {
      int end = text.indexOf('\n', start);
      end = end < 0 ? text.length() : end;
      lines.add(text.substring(start, end));
      start = end + 1;
    }
    return lines;
  }

  /** A file that holds one number; NaN if it does not, or is absent. */
  double number(String path) {
    String text = text(path);
    return text == null ? Double.NaN : parse(text.trim());
  }

  /** The number after a key at the start of a line: {@code MemAvailable: 123 kB}. */
  double value(String path, String key) {
    for (String line : lines(path)) {
      List<String> words = words(line);
      if (words.size() > 1 && words.get(0).equals(key)) {
        return parse(words.get(1));
      }
    }
    return Double.NaN;
  }

  boolean isDirectory(String path) {
    return new File(root, path).isDirectory();
  }

  static double parse(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    int start = -1;
    for (int i = 0; i <= line.length(); i++) {
      boolean blank = i == line.length() || line.charAt(i) <= ' ';
      if (blank && start >= 0) {
        words.add(line.substring(start, i));
        start = -1;
      } else if (!blank && start < 0) {
        start = i;
      }
    }
    return words;
  }
}
