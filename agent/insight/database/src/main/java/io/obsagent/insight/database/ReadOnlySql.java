// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.database;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether a statement only reads, by its words: what is not surely a single reading statement is
 * none. The transaction that it runs in is read-only besides.
 */
final class ReadOnlySql {
  private static final int MAX_LENGTH = 32_768;

  /** Literals and quoted names, which hold no words. */
  private static final Pattern QUOTED =
      Pattern.compile("'(?:[^']|'')*+'|\"(?:[^\"]|\"\")*+\"|`[^`]*+`");

  /** What some databases read as a part of the statement, and others as none. */
  private static final Pattern AMBIGUOUS = Pattern.compile("--|/\\*|\\\\|\\$\\$");

  private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*+");

  private static final Set<String> READING =
      Set.of("SELECT", "WITH", "VALUES", "TABLE", "SHOW", "PRAGMA");

  private static final Set<String> WRITING =
      Set.of("INSERT", "UPDATE", "DELETE", "MERGE", "INTO", "LOCK", "NEXTVAL", "SETVAL");

  private ReadOnlySql() {}

  /** Null for one that reads, or why it is refused. */
  static @Nullable String refusal(String sql) {
    if (sql.length() > MAX_LENGTH || sql.indexOf('…') >= 0) {
      return "its text is not whole";
    }
    if (AMBIGUOUS.matcher(sql).find()) {
      return "it has a comment, a backslash or $$";
    }
    String words = QUOTED.matcher(sql).replaceAll(" ? ").strip();
    if (words.endsWith(";")) {
      words = words.substring(0, words.length() - 1);
    }
    if (words.indexOf(';') >= 0) {
      return "it is more than one statement";
    }
    if (words.indexOf('\'') >= 0 || words.indexOf('"') >= 0) {
      return "a quote in it has no end";
    }
    return refusalOfWords(words);
  }

  private static @Nullable String refusalOfWords(String words) {
    Matcher word = WORD.matcher(words);
    if (!word.find() || !READING.contains(word.group().toUpperCase(Locale.ROOT))) {
      return "it is no query";
    }
    boolean pragma = word.group().equalsIgnoreCase("PRAGMA");
    if (pragma && words.indexOf('=') >= 0) {
      return "it sets something";
    }
    while (word.find()) {
      String found = word.group().toUpperCase(Locale.ROOT);
      if (WRITING.contains(found)) {
        return "it may write: " + found;
      }
    }
    return null;
  }
}
