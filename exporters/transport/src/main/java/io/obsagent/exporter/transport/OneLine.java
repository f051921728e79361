// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.transport;

/** What a receiver writes must not make lines, or escapes, in the agent's log. */
public final class OneLine {
  private static final int MAX_LENGTH = 500;

  private OneLine() {}

  public static String of(String text) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < Math.min(text.length(), MAX_LENGTH); i++) {
      char c = text.charAt(i);
      line.append(Character.isISOControl(c) ? ' ' : c);
    }
    return line.toString();
  }
}
