// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.overhead;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * What to measure.
 *
 * @param warmup requests of warm-up a contestant
 * @param requests requests a window
 * @param rounds windows an endpoint and contestant
 * @param starts starts a contestant
 * @param server that of the application: tomcat, jetty or webflux
 * @param calls whether single calls are measured, instead of requests
 * @param message whether records are sent by Kafka and consumed, too
 */
record OverheadOptions(
    int warmup,
    int requests,
    int rounds,
    int starts,
    String java,
    String server,
    boolean calls,
    boolean message,
    List<Contestant> contestants) {
  static final String USAGE =
      """
      smoke-tests/overhead/run [option ...]
        --server NAME    the application's server: tomcat (the default), jetty or webflux
        --calls          measures single calls of a database and of Redis instead, with spans
                         that are kept and that are not
        --message        also sends records by Kafka, and waits until they are consumed
        --peers          also measures other agents, which it downloads from Maven Central
        --agent NAME=JAR[,-Doption...]
                         also measures this agent; PORT in an option is the port of its sink
        --warmup N       requests of warm-up a contestant, 20000
        --requests N     requests a window, 2000
        --rounds N       windows an endpoint and contestant, 5
        --starts N       starts a contestant, 3
        --java PATH      the JVM to measure with
        --help           this text
      """;

  private static final List<String> SERVERS = List.of("tomcat", "jetty", "webflux");

  static OverheadOptions parse(List<String> args, Path root)
      throws IOException, InterruptedException {
    int warmup = 20_000;
    int requests = 2_000;
    int rounds = 5;
    int starts = 3;
    String java = "java";
    String server = SERVERS.get(0);
    boolean calls = false;
    boolean message = false;
    List<Contestant> contestants = new ArrayList<>(List.of(Contestant.NONE));
    Path ours = root.resolve("agent/dist/target/obs-agent.jar");
    if (Files.exists(ours)) {
      contestants.add(Contestant.ours(ours));
    }
    for (Iterator<String> rest = args.iterator(); rest.hasNext(); ) {
      String option = rest.next();
      switch (option) {
        case "--warmup" -> warmup = number(option, rest);
        case "--requests" -> requests = number(option, rest);
        case "--rounds" -> rounds = number(option, rest);
        case "--starts" -> starts = number(option, rest);
        case "--java" -> java = value(option, rest);
        case "--server" -> server = server(value(option, rest));
        case "--calls" -> calls = true;
        case "--message" -> message = true;
        case "--agent" -> contestants.add(Contestant.parse(value(option, rest)));
        case "--peers" -> {
          Path directory = root.resolve("smoke-tests/overhead/target/peers");
          for (Peers peer : Peers.values()) {
            contestants.add(peer.contestant(root, directory));
          }
        }
        default -> throw new IllegalArgumentException("unknown option " + option + "\n" + USAGE);
      }
    }
    return new OverheadOptions(
        warmup, requests, rounds, starts, java, server, calls, message, List.copyOf(contestants));
  }

  private static String server(String name) {
    if (!SERVERS.contains(name)) {
      throw new IllegalArgumentException("--server " + name + ": it is one of " + SERVERS);
    }
    return name;
  }

  private static int number(String option, Iterator<String> rest) {
    String value = value(option, rest);
    try {
      int number = Integer.parseInt(value);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(option + " " + value + " is not a number", e);
    }
    throw new IllegalArgumentException(option + " " + value + " must be at least 1");
  }

  private static String value(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(option + " wants a value\n" + USAGE);
    }
    return rest.next();
  }
}
