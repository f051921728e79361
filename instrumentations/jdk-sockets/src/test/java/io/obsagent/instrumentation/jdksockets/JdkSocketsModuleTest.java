// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdksockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.testing.ModuleKit;
import io.obsagent.testing.Recorded;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Run with the module on, which it is not by itself. */
class JdkSocketsModuleTest extends ModuleKit {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  JdkSocketsModuleTest() {
    super(new JdkSocketsModule());
  }

  @Override
  protected String use() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK);
        Socket socket = new Socket(LOOPBACK, server.getLocalPort())) {
      return String.valueOf(socket.isConnected());
    }
  }

  @Test
  void itIsOffByItself() {
    assertThat(new JdkSocketsModule().enabledByDefault()).isFalse();
  }

  @Test
  void aSocketThatOpensIsTimedOnce() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK);
        Socket socket = new Socket()) {
      socket.connect(server.getLocalSocketAddress(), 5_000);
      assertThat(opened(server.getLocalPort(), "")).isEqualTo(1);
      assertThat(latency(server.getLocalPort())).isPositive();
    }
  }

  @Test
  void aChannelIsTimedOnceWhetherItBlocksOrNot() throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(LOOPBACK, 0));
      InetSocketAddress address = (InetSocketAddress) server.getLocalAddress();
      try (SocketChannel blocking = SocketChannel.open(address);
          SocketChannel waiting = SocketChannel.open()) {
        assertThat(opened(address.getPort(), "")).isEqualTo(1);
        waiting.configureBlocking(false);
        waiting.connect(address);
        while (!waiting.finishConnect()) {
          Thread.onSpinWait();
        }
        assertThat(waiting.finishConnect()).isTrue();
        assertThat(opened(address.getPort(), "")).isEqualTo(2);
        assertThat(blocking.isConnected()).isTrue();
      }
    }
  }

  @Test
  void theSocketOfAChannelIsTimedOnce() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK);
        SocketChannel channel = SocketChannel.open()) {
      channel.socket().connect(server.getLocalSocketAddress(), 5_000);
      assertThat(opened(server.getLocalPort(), "")).isEqualTo(1);
    }
  }

  @Test
  void whatIsRefusedHasItsReasonAndNoLatency() throws IOException {
    int free;
    try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
      free = server.getLocalPort();
    }
    Double before = latency(free); // of another test that was given the same port
    try (Socket socket = new Socket()) {
      assertThatThrownBy(() -> socket.connect(new InetSocketAddress(LOOPBACK, free), 5_000))
          .isInstanceOf(ConnectException.class);
    }
    assertThat(opened(free, ConnectException.class.getName())).isEqualTo(1);
    assertThat(latency(free)).isEqualTo(before);
  }

  @Test
  void socketsOfFilesAreLeftAlone(@TempDir Path dir) throws IOException {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(dir.resolve("s"));
    double before = Recorded.sum("tcp_connect_duration_seconds_count");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(address);
      try (SocketChannel channel = SocketChannel.open(address)) {
        assertThat(channel.isConnected()).isTrue();
      }
    }
    assertThat(Recorded.sum("tcp_connect_duration_seconds_count")).isEqualTo(before);
  }

  @Test
  void aNameThatIsNotThereIsALookupThatFailed() {
    assertThatThrownBy(() -> InetAddress.getByName("nowhere.invalid"))
        .isInstanceOf(UnknownHostException.class);
    assertThat(
            Recorded.metric(
                "dns_lookup_duration_seconds_count{dns_question_name=\"nowhere.invalid\","
                    + "error_type=\"java.net.UnknownHostException\"}"))
        .isEqualTo(1);
  }

  @Test
  void anAddressIsNotLookedUp() throws IOException {
    double before = Recorded.sum("dns_lookup_duration_seconds_count");
    assertThat(InetAddress.getByName("127.0.0.1")).isNotNull();
    assertThat(Recorded.sum("dns_lookup_duration_seconds_count")).isEqualTo(before);
  }

  private static @Nullable Double opened(int port, String error) {
    double count = 0;
    boolean found = false;
    for (String host : List.of("localhost", "127.0.0.1")) {
      Double value =
          Recorded.metric(
              "tcp_connect_duration_seconds_count{server_address=\"%s\",server_port=\"%d\",error_type=\"%s\"}"
                  .formatted(host, port, error));
      found |= value != null;
      count += value == null ? 0 : value;
    }
    return found ? count : null;
  }

  private static @Nullable Double latency(int port) {
    return Recorded.metric(
        "network_latency_ms{server_address=\"localhost\",server_port=\"" + port + "\"}");
  }
}
