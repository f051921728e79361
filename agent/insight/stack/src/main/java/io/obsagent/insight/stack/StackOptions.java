// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.stack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the arguments of {@code generate stack} say.
 *
 * @param values what stands between two {@code @} in the texts, by the flags without their dashes
 */
record StackOptions(
    String directory, boolean kubernetes, boolean force, Map<String, String> values) {
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,40}[a-z0-9])?");
  private static final Pattern DOMAIN = Pattern.compile("[a-z0-9-]{1,63}(\\.[a-z0-9-]{1,63})*");
  private static final Pattern TARGET =
      Pattern.compile("([A-Za-z0-9._-]{1,253}|\\[[0-9a-fA-F:]+\\]):[0-9]{1,5}");
  private static final Pattern TIME = Pattern.compile("[1-9][0-9]{0,4}[smhdwy]");
  private static final Pattern URL = Pattern.compile("https?://[A-Za-z0-9._:/\\[\\]-]{1,500}");

  /** What a value has to be. */
  private record Flag(String otherwise, Pattern pattern, String wanted) {}

  private static final Map<String, Flag> FLAGS =
      Map.of(
          "--service", new Flag("app", LABEL, "small letters, digits and -"),
          "--agent", new Flag("host.docker.internal:9464", TARGET, "HOST:PORT"),
          "--console", new Flag("http://localhost:9464", URL, "http://HOST:PORT"),
          "--namespace", new Flag("default", LABEL, "small letters, digits and -"),
          "--domain", new Flag("example.com", DOMAIN, "a domain such as example.com"),
          "--scrape-interval", new Flag("15s", TIME, "a time such as 15s"),
          "--retention", new Flag("30d", TIME, "a time such as 200h or 30d"));

  /**
   * @throws IllegalArgumentException if they make no sense, with what is wanted
   */
  static StackOptions of(List<String> arguments) {
    Map<String, String> values = new LinkedHashMap<>();
    FLAGS.forEach((name, flag) -> values.put(name.substring(2), flag.otherwise()));
    List<String> rest = new ArrayList<>(arguments);
    boolean kubernetes = rest.remove("--k8s");
    boolean force = rest.remove("--force");
    for (String argument : List.copyOf(rest)) {
      if (argument.startsWith("-")) {
        rest.remove(argument);
        value(argument, values);
      }
    }
    if (rest.size() != 1) {
      throw new IllegalArgumentException(
          rest.isEmpty() ? "the directory is missing" : "one directory, not " + rest.size());
    }
    return new StackOptions(rest.get(0), kubernetes, force, Map.copyOf(values));
  }

  private static void value(String argument, Map<String, String> values) {
    int equals = argument.indexOf('=');
    String name = equals < 0 ? argument : argument.substring(0, equals);
    Flag flag = FLAGS.get(name);
    if (flag == null || equals < 0) {
      throw new IllegalArgumentException("unknown flag '" + argument + "'");
    }
    String value = argument.substring(equals + 1);
    if (!flag.pattern().matcher(value).matches()) {
      throw new IllegalArgumentException(
          name + ": expected " + flag.wanted() + ", not '" + value + "'");
    }
    values.put(name.substring(2), value);
  }

  String value(String flag) {
    return values.getOrDefault(flag, "");
  }
}
