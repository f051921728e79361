// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.health;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What implementations of MicroProfile Health have in common. */
public final class MicroProfile {
  public static final String LIVENESS = "microprofile liveness";
  public static final String STARTUP = "microprofile startup";

  /** Such checks ask databases and brokers over the application's connections. */
  public static final String READINESS = "microprofile readiness";

  /** As the specification orders it. */
  private static final Pattern DOWN =
      Pattern.compile("\"name\":\"([^\"]{1,60})\",\"status\":\"DOWN\"");

  private static final int MAX_TEXT = 150;

  private MicroProfile() {}

  /**
   * What is wrong, in a few words without the checks' data.
   *
   * @param payload what the specification says an answer looks like, of one that is down
   */
  public static String down(String payload) {
    List<String> names = new ArrayList<>();
    Matcher down = DOWN.matcher(payload);
    while (names.size() < MAX_TEXT && down.find()) {
      names.add(down.group(1));
    }
    return down(names);
  }

  /**
   * The same.
   *
   * @param names of the checks that are down
   */
  public static String down(Collection<String> names) {
    StringBuilder text = new StringBuilder("DOWN: ");
    int start = text.length();
    for (String name : names) {
      if (text.length() >= MAX_TEXT) {
        break;
      }
      text.append(text.length() == start ? "" : ", ").append(name);
    }
    return text.toString();
  }
}
