// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.syslog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.exporter.testkit.TestCertificate;
import io.obsagent.exporter.testkit.TestConfig;
import io.obsagent.exporter.testkit.TestLogs;
import io.obsagent.exporter.testkit.TestMetrics;
import io.obsagent.spi.export.ExporterFactory;
import io.obsagent.spi.export.LogExporter;
import io.obsagent.spi.export.RetryableException;
import io.obsagent.spi.logs.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyslogExporterTest {
  @TempDir private static Path directory;

  @Test
  void messagesOverTlsAreThoseOverTcp() throws Exception {
    TestCertificate certificate = TestCertificate.create(directory, "syslog", "dns:localhost");
    ServerSocket secured =
        certificate
            .serverContext()
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    try (Receiver receiver = new Receiver(secured);
        LogExporter exporter =
            exporter(
                "tls://localhost:" + receiver.port(),
                "exporter.syslog.certificate",
                certificate.certificate().toString())) {
      exporter.export(TestLogs.lines(3));

      assertThat(receiver.take()).startsWith("<14>1 2026-03-01T10:00:00.123456Z - shop ");
      receiver.take();
      assertThat(receiver.take()).endsWith("] line 2");
      assertThat(exporter.endpoint()).isEqualTo("tls://localhost:" + receiver.port());
    }
  }

  @Test
  void aReceiverThatNobodyVouchesForGetsNothing() throws Exception {
    TestCertificate certificate = TestCertificate.create(directory, "unknown", "dns:localhost");
    ServerSocket secured =
        certificate
            .serverContext()
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    try (Receiver receiver = new Receiver(secured);
        LogExporter exporter = exporter("tls://localhost:" + receiver.port())) {
      assertThatThrownBy(() -> exporter.export(TestLogs.lines(1)))
          .isInstanceOf(RetryableException.class)
          .hasMessageContaining("cannot send to tls://localhost:");
    }
  }

  @Test
  void aConnectionThatTheReceiverHasClosedIsMadeAnew() throws Exception {
    try (Receiver receiver = plain();
        LogExporter exporter = exporter("tcp://localhost:" + receiver.port())) {
      exporter.export(TestLogs.lines(1));
      receiver.take();
      receiver.hangUp();
      await(
          () -> {
            exporter.export(List.of(TestLogs.log(Severity.INFO, "again")));
            return receiver.messages.stream().anyMatch(message -> message.endsWith("again"));
          });
    }
  }

  @Test
  void aReceiverThatIsDownIsToBeTriedAgain() throws Exception {
    Receiver receiver = plain();
    receiver.close();
    try (LogExporter exporter = exporter("tcp://localhost:" + receiver.port())) {
      assertThatThrownBy(() -> exporter.export(TestLogs.lines(1)))
          .isInstanceOf(RetryableException.class)
          .hasMessageContaining("cannot send to tcp://localhost:" + receiver.port());
    }
  }

  @Test
  void aMessageThatIsCutEndsWithAWholeCharacter() throws Exception {
    for (int length = 480; length < 484; length++) {
      try (Receiver receiver = plain();
          LogExporter exporter =
              exporter(
                  "tcp://localhost:" + receiver.port(), "exporter.syslog.max-bytes", "" + length)) {
        exporter.export(List.of(TestLogs.log(Severity.DEBUG, "𝄞".repeat(400))));

        String message = receiver.take();
        assertThat(message).startsWith("<15>1 ").endsWith("𝄞");
        assertThat(message.getBytes(UTF_8).length).isBetween(length - 3, length);
      }
    }
  }

  @Test
  void anEndpointThatIsNoneIsNamedWithTheWayOut() {
    for (String endpoint : List.of("host", "http://host", "tcp://", "tcp://u:p@h", "tls://h/x")) {
      assertThatThrownBy(() -> exporter(endpoint))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("expected tcp://host:514 or tls://host:6514");
    }
  }

  private static Receiver plain() throws IOException {
    return new Receiver(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
  }

  /** Takes messages with octet counting. */
  private static final class Receiver implements AutoCloseable {
    final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final ServerSocket server;
    private final List<Socket> sockets = new ArrayList<>();

    Receiver(ServerSocket server) {
      this.server = server;
      Thread thread = new Thread(this::accept, "syslog-receiver");
      thread.setDaemon(true);
      thread.start();
    }

    private void accept() {
      try {
        while (true) {
          Socket socket = server.accept();
          synchronized (sockets) {
            sockets.add(socket);
          }
          Thread thread = new Thread(() -> read(socket), "syslog-connection");
          thread.setDaemon(true);
          thread.start();
        }
      } catch (IOException e) {
        // closed
      }
    }

    private void read(Socket socket) {
      try {
        InputStream in = socket.getInputStream();
        StringBuilder length = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
          if (next != ' ') {
            length.append((char) next);
          } else {
            messages.add(new String(in.readNBytes(Integer.parseInt(length.toString())), UTF_8));
            length.setLength(0);
          }
        }
      } catch (IOException e) {
        // closed
      }
    }

    int port() {
      return server.getLocalPort();
    }

    String take() throws InterruptedException {
      String message = messages.poll(60, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("no message came within a minute");
      }
      return message;
    }

    void hangUp() throws IOException {
      synchronized (sockets) {
        for (Socket socket : sockets) {
          socket.close();
        }
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
      hangUp();
    }
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void await(Condition condition) throws Exception {
    long deadline = System.nanoTime() + 60_000_000_000L;
    for (boolean holds = false; !holds; ) {
      try {
        holds = condition.holds();
      } catch (RetryableException e) {
        // what the receiver has closed is noticed by writing, too
      }
      if (!holds && System.nanoTime() - deadline > 0) {
        throw new AssertionError("the condition did not come true within a minute");
      }
      Thread.sleep(5);
    }
  }

  private static LogExporter exporter(String endpoint, String... more) {
    List<String> texts = new ArrayList<>(List.of("exporter.syslog.endpoint", endpoint));
    texts.addAll(Arrays.asList(more));
    return new SyslogExporterFactory()
        .createForLogs(
            new ExporterFactory.Environment(
                TestConfig.of(texts.toArray(new String[0])),
                Map.of("service.name", "shop"),
                new TestMetrics()));
  }
}
