// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.patterns;

import io.obsagent.spi.export.FinishedLog;
import org.jspecify.annotations.Nullable;

/** Records that are alike. Not thread-safe. */
final class Cluster {
  /** Equal, or a parameter in either: this many of all are enough. */
  private static final double ALIKE = 0.5;

  final long id;
  final int severityNumber;

  /** Since the epoch; 0 before the first message. */
  long firstMillis;

  final Trend trend = new Trend();
  private final String[] tokens;
  long count;
  long lastMillis;

  /** Whether an earlier process has seen it. */
  boolean known;

  /** The first message; null before it. */
  @Nullable FinishedLog example;

  Cluster(long id, String[] tokens, int severityNumber, long millis) {
    this.id = id;
    this.tokens = tokens;
    this.severityNumber = severityNumber;
    this.firstMillis = millis;
  }

  /** How much of a message of as many words is as here, from 0 to 1; -1 if too little. */
  double likeness(String[] message) {
    int same = 0;
    int fixed = 0;
    for (int i = 0; i < tokens.length; i++) {
      if (tokens[i].equals(message[i])) {
        same++;
        fixed += isParameter(tokens[i]) ? 0 : 1;
      }
    }
    double likeness = (double) same / tokens.length;
    boolean allParameters = fixed == 0 && same < tokens.length;
    return likeness < ALIKE || allParameters ? -1 : likeness;
  }

  /** What differs becomes a parameter. */
  void add(String[] message, long millis) {
    for (int i = 0; i < tokens.length; i++) {
      if (!tokens[i].equals(message[i])) {
        tokens[i] = Tokens.ANY;
      }
    }
    count++;
    firstMillis = firstMillis == 0 ? millis : firstMillis;
    lastMillis = Math.max(lastMillis, millis);
    trend.add(millis);
  }

  String template() {
    return String.join(" ", tokens);
  }

  static boolean isParameter(String token) {
    return token.contains(Tokens.ANY);
  }
}
