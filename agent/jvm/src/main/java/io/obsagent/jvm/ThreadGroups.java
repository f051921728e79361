// SPDX-License-Identifier: Apache-2.0
package io.obsagent.jvm;

/** Threads of one pool differ by a number in their names. */
final class ThreadGroups {
  private ThreadGroups() {}

  /** The name with {@code #} for each number: {@code http-nio-#-exec-#}. */
  static String of(String name) {
    StringBuilder group = new StringBuilder(name.length());
    boolean inNumber = false;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean digit = c >= '0' && c <= '9';
      if (!digit) {
        group.append(c);
      } else if (!inNumber) {
        group.append('#');
      }
      inNumber = digit;
    }
    return group.isEmpty() ? "(without a name)" : group.toString();
  }
}
