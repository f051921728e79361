// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.health;

import io.obsagent.insight.Insight;
import io.obsagent.spi.health.Health;
import io.obsagent.spi.health.HealthComponent.Weight;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether the application listens at a port of TCP, so that it can be asked for something. It is
 * read from Linux' {@code /proc}, and nothing connects. Immutable.
 *
 * @param process the process' directory there
 */
record ListeningPorts(Path process) implements Probe {
  private static final Path SELF = Path.of("/proc/self");
  private static final List<String> TABLES = List.of("net/tcp", "net/tcp6");
  private static final String LISTENS = "0A";
  private static final int LOCAL = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;
  private static final int HEX = 16;
  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** Whether this system tells. */
  static boolean areTold() {
    return Files.isReadable(SELF.resolve(TABLES.get(0)));
  }

  static Check check() {
    return new Check("server", new ListeningPorts(SELF), INTERVAL, TIMEOUT, Weight.READINESS);
  }

  @Override
  public String ask(Insight insight, Duration timeout) throws IOException {
    return isOpen(listening()) ? "" : "the application listens at no port";
  }

  /** Sockets of all processes that listen, as links to them are written. */
  private Set<String> listening() throws IOException {
    Set<String> sockets = new HashSet<>();
    for (String table : TABLES) {
      Path file = process.resolve(table);
      for (String line : Files.isReadable(file) ? Files.readAllLines(file) : List.<String>of()) {
        String[] fields = line.strip().split("\\s+");
        if (fields.length > INODE && fields[STATE].equals(LISTENS) && !isOfTheAgent(fields)) {
          sockets.add("socket:[" + fields[INODE] + "]");
        }
      }
    }
    return sockets;
  }

  private static boolean isOfTheAgent(String[] fields) {
    String port = fields[LOCAL].substring(fields[LOCAL].lastIndexOf(':') + 1);
    return Integer.parseInt(port, HEX) == Health.agentPort();
  }

  private boolean isOpen(Set<String> sockets) throws IOException {
    if (sockets.isEmpty()) {
      return false;
    }
    try (DirectoryStream<Path> open = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path each : open) {
        if (sockets.contains(target(each))) {
          return true;
        }
      }
    }
    return false;
  }

  /** Of what has been closed meanwhile nothing. */
  private static String target(Path link) throws IOException {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (NoSuchFileException e) {
      return "";
    }
  }
}
