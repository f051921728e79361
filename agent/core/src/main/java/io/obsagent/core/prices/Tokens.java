// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.prices;

import java.util.EnumMap;
import java.util.Map;

/** The tokens of a call by kind. */
@FunctionalInterface
public interface Tokens {
  /** As told, with all parts of the kind in it; what nobody told of is not positive. */
  long count(TokenKind kind);

  /** Counts that are set one after the other. Not thread-safe. */
  final class Set implements Tokens {
    private final Map<TokenKind, Long> counts = new EnumMap<>(TokenKind.class);

    public Set with(TokenKind kind, long count) {
      counts.put(kind, count);
      return this;
    }

    @Override
    public long count(TokenKind kind) {
      return counts.getOrDefault(kind, 0L);
    }
  }
}
