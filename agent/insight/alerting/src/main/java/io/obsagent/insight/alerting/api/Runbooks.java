// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** What to do about each alert that comes with the agent: the sections of {@code runbooks.md}. */
final class Runbooks {
  private static final String FILE = "runbooks.md";

  private Runbooks() {}

  /**
   * The section of an alert as plain text, a paragraph or step a line; empty where there is none.
   */
  static String section(String alert) {
    return Loaded.SECTIONS.getOrDefault(alert, "");
  }

  /** Read when the first one is asked for. */
  private static final class Loaded {
    static final Map<String, String> SECTIONS = sections(text());
  }

  private static String text() {
    try (InputStream in = Runbooks.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + FILE + "; build it anew");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> sections(String markdown) {
    Map<String, String> sections = new HashMap<>();
    for (String part : markdown.split("(?m)^## ")) {
      int end = part.indexOf('\n');
      if (end > 0) {
        sections.put(part.substring(0, end).strip(), plain(part.substring(end)));
      }
    }
    return sections;
  }

  /** Lines that belong together as one; of a link, its words. */
  private static String plain(String markdown) {
    return markdown
        .strip()
        .replaceAll("\\[([^\\]]+)\\]\\([^)]+\\)", "$1")
        .replaceAll("\\n {2,}", " ")
        .replaceAll("(?<!\\n)\\n(?!\\n|[0-9]+\\. |- )", " ")
        .replaceAll("\\n{2,}", "\n");
  }
}
