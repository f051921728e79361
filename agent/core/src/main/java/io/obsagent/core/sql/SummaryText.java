// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.sql;

/** The words of a summary, bounded: at the first that has no room it ends. */
final class SummaryText {
  /** What the semantic conventions allow. */
  private static final int MAX = 255;

  private final StringBuilder text = new StringBuilder(40);
  private boolean separate;
  private boolean full;
  private int targets;

  void append(String word) {
    int separator = text.isEmpty() ? 0 : separate ? 2 : 1;
    full |= text.length() + separator + word.length() > MAX;
    if (full) {
      return;
    }
    if (separator == 2) {
      text.append(';');
    }
    if (separator > 0) {
      text.append(' ');
    }
    text.append(word);
    separate = false;
  }

  /** The next word belongs to another statement. */
  void separate() {
    separate = true;
  }

  /** A verb was written; its targets follow. */
  void markTargets() {
    targets = text.length();
  }

  /** Forgets the targets written since. */
  void returnToTargets() {
    text.setLength(targets);
  }

  boolean isEmpty() {
    return text.isEmpty();
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
