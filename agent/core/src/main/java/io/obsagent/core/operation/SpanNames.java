// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import org.jspecify.annotations.Nullable;

/**
 * Names of two words, {@code GET /items/{id}}, made once for the exporters and the store that ask
 * again with each span. Bounded: a name takes the place of one with the same hash. Thread-safe
 * without a lock: what two threads put at once is equal or let go.
 */
final class SpanNames {
  private static final int SIZE = 256;
  private static final int LONGEST = 256;

  private static final @Nullable Name[] NAMES = new Name[SIZE];

  private record Name(String verb, String object, String text) {}

  private SpanNames() {}

  static String of(String verb, String object) {
    int hash = 31 * verb.hashCode() + object.hashCode();
    int slot = (hash ^ hash >>> 16) & SIZE - 1;
    Name known = NAMES[slot];
    if (known != null && known.object.equals(object) && known.verb.equals(verb)) {
      return known.text;
    }
    String text = verb + ' ' + object;
    if (text.length() <= LONGEST) {
      NAMES[slot] = new Name(verb, object, text);
    }
    return text;
  }
}
