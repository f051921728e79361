// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.obsagent.spi.health.Health;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether the application listens, by what Linux tells of a process. */
class ListeningPortsTest {
  private static final String NOT = "the application listens at no port";
  private static final String HEAD = "  sl  local_address rem_address   st tx_queue rx_queue tr\n";

  /** Ports 9464 and 8080 listen, and a connection to 8080 is there. */
  private static final String TABLE =
      HEAD
          + "   0: 0100007F:24F8 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 101 1\n"
          + "   1: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 102 1\n"
          + "   2: 0100007F:1F90 0100007F:E2A6 01 00000000:00000000 00:00000000 00000000 0 0 103 1\n";

  @TempDir private Path process;

  @AfterEach
  void forget() {
    Health.agentListensAt(0);
  }

  private String ask(String table, String... sockets) throws IOException {
    Files.createDirectories(process.resolve("net"));
    Files.writeString(process.resolve("net/tcp"), table);
    Path open = Files.createDirectories(process.resolve("fd"));
    int number = 0;
    for (String socket : sockets) {
      Files.createSymbolicLink(open.resolve(String.valueOf(number++)), Path.of(socket));
    }
    return new ListeningPorts(process).ask(null, Duration.ofSeconds(1));
  }

  @Test
  void aPortOfTheApplicationIsEnough() throws IOException {
    Health.agentListensAt(9464);
    assertThat(ask(TABLE, "pipe:[7]", "socket:[101]", "socket:[102]")).isEmpty();
  }

  @Test
  void theAgentsOwnPortIsNot() throws IOException {
    Health.agentListensAt(9464);
    assertThat(ask(TABLE, "socket:[101]")).isEqualTo(NOT);
  }

  @Test
  void anotherProcessPortIsNot() throws IOException {
    assertThat(ask(TABLE, "socket:[99]", "pipe:[102]")).isEqualTo(NOT);
  }

  @Test
  void aConnectionIsNot() throws IOException {
    assertThat(ask(TABLE, "socket:[103]")).isEqualTo(NOT);
  }

  @Test
  void nothingListens() throws IOException {
    assertThat(ask(HEAD, "socket:[101]")).isEqualTo(NOT);
  }

  @Test
  void thisProcessIsReadAsItIs() throws IOException {
    assumeTrue(ListeningPorts.areTold(), "only Linux tells");
    Probe probe = ListeningPorts.check().probe();
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(server.isBound()).isTrue();
      assertThat(probe.ask(null, Duration.ofSeconds(1))).isEmpty();
    }
  }
}
