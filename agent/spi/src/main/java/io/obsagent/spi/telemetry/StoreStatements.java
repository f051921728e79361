// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The statements of stores that are not asked by text: what is done, and to which collection. It
 * keeps so many and makes the others anew each time. Thread-safe.
 */
final class StoreStatements {
  private static final int MAX_KNOWN = 2_000;
  private static final int MAX_WORD = 48;
  private static final String OTHER = "other";
  private static final String NONE = "";

  private final ConcurrentHashMap<String, ConcurrentHashMap<String, DbStatement>> known =
      new ConcurrentHashMap<>();
  private final AtomicInteger size = new AtomicInteger();

  /** What has to hold is said at {@link DbStatement#of}. */
  DbStatement statement(String operation, @Nullable String collection) {
    ConcurrentHashMap<String, DbStatement> ofOperation = known.get(operation);
    String key = collection == null ? NONE : collection;
    DbStatement statement = ofOperation == null ? null : ofOperation.get(key);
    return statement == null ? add(operation, key) : statement;
  }

  private DbStatement add(String operation, String key) {
    String name = isWord(operation) ? operation : OTHER;
    DbStatement made =
        key.isEmpty()
            ? DbStatement.command(name)
            : new DbStatement(null, name + ' ' + key, name, key);
    if (name.equals(operation) && size.get() < MAX_KNOWN) {
      size.incrementAndGet();
      known.computeIfAbsent(operation, any -> new ConcurrentHashMap<>()).put(key, made);
    }
    return made;
  }

  private static boolean isWord(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
      if (!letter && (c < '0' || c > '9') && c != '.' && c != '_' && c != '-') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= MAX_WORD;
  }
}
