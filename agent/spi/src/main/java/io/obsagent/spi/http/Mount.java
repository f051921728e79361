// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.http;

import java.util.regex.Pattern;

/**
 * Where a reverse proxy has put this port: the path before all of its paths, as {@code /obs}, while
 * a request is answered on the current thread. Links of pages begin with it.
 */
public final class Mount {
  private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]{1,100}){1,8}");
  private static final ThreadLocal<String> CURRENT = new ThreadLocal<>();

  private Mount() {}

  /** Empty where the port stands at {@code /}. */
  public static String prefix() {
    String current = CURRENT.get();
    return current == null ? "" : current;
  }

  /**
   * Sets it for the current thread.
   *
   * @param prefix empty for none
   */
  public static void begin(String prefix) {
    if (prefix.isEmpty()) {
      CURRENT.remove();
    } else {
      CURRENT.set(prefix);
    }
  }

  /** After the answer. */
  public static void end() {
    CURRENT.remove();
  }

  /** Whether it is a path of plain segments, which can stand before any of ours. */
  public static boolean isPrefix(String path) {
    return PATH.matcher(path).matches() && !path.contains("/..");
  }
}
