// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.core.export.ExportPipeline;
import io.obsagent.core.export.NamedExporter;
import io.obsagent.exporter.testkit.ReceivingServer;
import io.obsagent.exporter.testkit.TestConfig;
import io.obsagent.exporter.testkit.TestMetrics;
import io.obsagent.exporter.testkit.TestSpan;
import io.obsagent.spi.export.ExporterFactory;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.export.SpanExporter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The whole way out, over real sockets, to back ends that misbehave. */
class CollectorFailureTest {
  private static final int SPANS = 20_000;

  private final TestMetrics metrics = new TestMetrics();
  private ExportPipeline<FinishedSpan> pipeline;

  @AfterEach
  void close() {
    pipeline.close();
  }

  @Test
  void aCollectorThatIsDownCostsOneThreadAndOneQueueAndNothingElse() throws Exception {
    int port;
    try (ServerSocket closed = listen()) {
      port = closed.getLocalPort();
    }
    start(port);
    int threads = Thread.activeCount();

    acceptAll();

    assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads);
    assertThat(dropped("queue_full")).isGreaterThanOrEqualTo(SPANS - 2 * 2_048);
    assertEverySpanIsAccountedFor();
  }

  @Test
  void aCollectorThatComesBackGetsSpansAgain() throws Exception {
    int port;
    try (ServerSocket closed = listen()) {
      port = closed.getLocalPort();
    }
    start(port);
    pipeline.accept(TestSpan.named("while it was down"));

    try (ResettingServer server = new ResettingServer(port, true)) {
      await(() -> metrics.total("obs_agent_exported_spans_total", "otlp") == 1);
    }
  }

  @Test
  void aCollectorThatNeverAnswersIsGivenUpAtTheTimeout() throws Exception {
    try (SilentServer server = new SilentServer()) {
      start(server.port());
      int threads = Thread.activeCount();
      acceptAll();

      // The second connection shows that the first was given up.
      await(() -> server.connections.get() >= 2);

      assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads);
      assertEverySpanIsAccountedFor();
    }
  }

  @Test
  void aCollectorThatNeverReadsIsGivenUpAtTheTimeout() throws Exception {
    try (SilentServer server = new SilentServer()) {
      start(server.port());
      // More than both ends' socket buffers hold, so that the write itself has to wait.
      pipeline.accept(TestSpan.named("giant").with("text", "x".repeat(32 << 20)));

      await(() -> server.connections.get() >= 2);
    }
  }

  @Test
  void aCollectorThatResetsConnectionsIsTriedAgain() throws Exception {
    try (ResettingServer server = new ResettingServer(0, false)) {
      start(server.port());
      acceptAll();

      await(() -> server.connections.get() >= 2);

      assertEverySpanIsAccountedFor();
    }
  }

  @Test
  void aCollectorThatAnswers500LosesWhatItWasSentAndNothingPilesUp() throws Exception {
    try (ReceivingServer server = ReceivingServer.start()) {
      server.answer(500);
      start(server.port());
      acceptAll();

      await(() -> dropped("export_failed") >= 512);

      assertEverySpanIsAccountedFor();
    }
  }

  private void start(int port) {
    TestConfig config =
        TestConfig.of(
            "exporter.otlp.endpoint",
            "http://127.0.0.1:" + port,
            "exporter.otlp.timeout",
            "200ms",
            "traces.export-interval",
            "10ms");
    SpanExporter exporter =
        new OtlpExporterFactory()
            .create(new ExporterFactory.Environment(config, Map.of(), metrics));
    pipeline = ExportPipeline.ofSpans(config, metrics);
    pipeline.start(List.of(NamedExporter.of("otlp", exporter)));
  }

  private void acceptAll() {
    for (int i = 0; i < SPANS; i++) {
      pipeline.accept(TestSpan.named("span"));
    }
  }

  private void assertEverySpanIsAccountedFor() {
    pipeline.close();
    long exported = metrics.total("obs_agent_exported_spans_total", "otlp");
    assertThat(exported + dropped("queue_full") + dropped("export_failed") + dropped("shutdown"))
        .isEqualTo(SPANS);
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("obs-export-otlp"));
  }

  private long dropped(String reason) {
    return metrics.total("obs_agent_dropped_total", "traces", reason);
  }

  private static ServerSocket listen() throws IOException {
    return new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("the condition did not come true within 30 s");
      }
      Thread.onSpinWait();
    }
  }

  /** Takes connections and keeps them, and neither reads nor writes. */
  private static class SilentServer implements AutoCloseable {
    final AtomicInteger connections = new AtomicInteger();
    private final List<Socket> kept = Collections.synchronizedList(new ArrayList<>());
    private final ServerSocket server;

    SilentServer() throws IOException {
      server = listen();
      acceptOn(server, this::take);
    }

    private void take(Socket socket) {
      kept.add(socket);
      connections.incrementAndGet();
    }

    int port() {
      return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
      server.close();
      for (Socket socket : kept) {
        socket.close();
      }
    }
  }

  /** Reads a little and then resets the connection, or answers and closes it. */
  private static class ResettingServer implements AutoCloseable {
    final AtomicInteger connections = new AtomicInteger();
    private final ServerSocket server;
    private final boolean answering;

    ResettingServer(int port, boolean answering) throws IOException {
      this.server = new ServerSocket(port, 50, InetAddress.getByName("127.0.0.1"));
      this.answering = answering;
      acceptOn(server, this::reset);
    }

    private void reset(Socket socket) {
      try (socket) {
        socket.getInputStream().readNBytes(200);
        connections.incrementAndGet();
        if (answering) {
          socket.getOutputStream().write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".getBytes());
        } else {
          socket.setSoLinger(true, 0);
        }
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    int port() {
      return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }

  private static void acceptOn(ServerSocket server, java.util.function.Consumer<Socket> handler) {
    Thread thread =
        new Thread(
            () -> {
              while (!server.isClosed()) {
                try {
                  handler.accept(server.accept());
                } catch (IOException e) {
                  return;
                }
              }
            });
    thread.setDaemon(true);
    thread.start();
  }
}
