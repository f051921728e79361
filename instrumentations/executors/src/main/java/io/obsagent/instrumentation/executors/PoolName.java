// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

/** What a pool is called by the names of its threads: {@code mail-7} is a thread of mail. */
final class PoolName {
  private static final int MAX_LENGTH = 64;
  private static final String END = "0123456789-_ #.:[](){}/";

  /** Of the JDK's common pool, whatever follows: a worker's number. */
  private static final String COMMON = "ForkJoinPool.commonPool-";

  private PoolName() {}

  /** Empty where the threads have only the names that the JDK gives. */
  static String of(String thread) {
    int end = thread.length();
    while (end > 0 && END.indexOf(thread.charAt(end - 1)) >= 0) {
      end--;
    }
    if (thread.startsWith(COMMON)) {
      return "commonPool";
    }
    String name = thread.substring(0, Math.min(end, MAX_LENGTH));
    if (isNumbered(name, "HttpClient-", "-Worker")) {
      return "HttpClient"; // of the JDK's, which has a pool for each client
    }
    boolean ofTheJdk =
        name.equals("Thread")
            || isNumbered(name, "pool-", "-thread")
            || isNumbered(name, "ForkJoinPool-", "-worker");
    return ofTheJdk || isOfTheAgent(name) ? "" : name;
  }

  private static boolean isOfTheAgent(String name) {
    return name.startsWith("obs-") || name.equals("obs");
  }

  private static boolean isNumbered(String name, String before, String after) {
    if (!name.startsWith(before) || !name.endsWith(after)) {
      return false;
    }
    for (int i = before.length(); i < name.length() - after.length(); i++) {
      if (!Character.isDigit(name.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
