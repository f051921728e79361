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
 * @param service the application's name, as its metrics have it
 * @param agent host and port that Prometheus scrapes
 * @param console where people reach the agent, for links
 * @param domain below which the pages of the stack are, for the ingress
 */
record StackOptions(
    String directory,
    boolean kubernetes,
    boolean force,
    String service,
    String agent,
    String console,
    String namespace,
    String domain) {
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,40}[a-z0-9])?");
  private static final Pattern DOMAIN = Pattern.compile("[a-z0-9-]{1,63}(\\.[a-z0-9-]{1,63})*");
  private static final Pattern TARGET =
      Pattern.compile("([A-Za-z0-9._-]{1,253}|\\[[0-9a-fA-F:]+\\]):[0-9]{1,5}");
  private static final Pattern URL = Pattern.compile("https?://[A-Za-z0-9._:/\\[\\]-]{1,500}");

  /** What a value has to be. */
  private record Flag(String otherwise, Pattern pattern, String wanted) {}

  private static final Map<String, Flag> FLAGS =
      Map.of(
          "--service", new Flag("app", LABEL, "small letters, digits and -"),
          "--agent", new Flag("host.docker.internal:9464", TARGET, "HOST:PORT"),
          "--console", new Flag("http://localhost:9464", URL, "http://HOST:PORT"),
          "--namespace", new Flag("default", LABEL, "small letters, digits and -"),
          "--domain", new Flag("example.com", DOMAIN, "a domain such as example.com"));

  /**
   * @throws IllegalArgumentException if they make no sense, with what is wanted
   */
  static StackOptions of(List<String> arguments) {
    Map<String, String> values = new LinkedHashMap<>();
    FLAGS.forEach((name, flag) -> values.put(name, flag.otherwise()));
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
    return new StackOptions(
        rest.get(0),
        kubernetes,
        force,
        values.getOrDefault("--service", ""),
        values.getOrDefault("--agent", ""),
        values.getOrDefault("--console", ""),
        values.getOrDefault("--namespace", ""),
        values.getOrDefault("--domain", ""));
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
    values.put(name, value);
  }

  /** What stands between two {@code @} in the texts. */
  Map<String, String> values() {
    return Map.of(
        "service",
        service,
        "agent",
        agent,
        "console",
        console,
        "namespace",
        namespace,
        "domain",
        domain);
  }
}
