// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.http.Access;
import io.obsagent.spi.http.EventStream;
import io.obsagent.spi.http.Response;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamsTest {
  private static final long PATIENCE_SECONDS = 60;

  private final BlockingQueue<EventStream> opened = new LinkedBlockingQueue<>();
  private final AtomicInteger ended = new AtomicInteger();
  private final List<Socket> sockets = new ArrayList<>();
  private ConsoleServer server;

  @BeforeEach
  void start() {
    Router router = new Router();
    router.add(
        "GET",
        "/stream",
        Access.READ,
        request -> {
          EventStream stream = new EventStream(ended::incrementAndGet);
          opened.add(stream);
          return stream.response();
        });
    router.add("GET", "/plain", Access.READ, request -> Response.text(200, "plain"));
    server =
        ConsoleServer.start(
            ServerSettings.of("127.0.0.1", 0, ""),
            task -> {
              Thread thread = new Thread(task, "agent-of-test");
              thread.setDaemon(true);
              return thread;
            },
            router);
  }

  @AfterEach
  void stop() throws Exception {
    for (Socket socket : sockets) {
      socket.close();
    }
    server.close();
  }

  private InputStream get(String path) throws Exception {
    return request("GET", path);
  }

  private InputStream request(String method, String path) throws Exception {
    Socket socket = new Socket("127.0.0.1", server.port());
    sockets.add(socket);
    socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    socket
        .getOutputStream()
        .write(
            (method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    return socket.getInputStream();
  }

  private EventStream stream() throws InterruptedException {
    EventStream stream = opened.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(stream).as("stream").isNotNull();
    return stream;
  }

  private static String readUntil(InputStream in, String wanted) throws Exception {
    StringBuilder read = new StringBuilder();
    while (read.indexOf(wanted) < 0) {
      int b = in.read();
      assertThat(b).as("after " + read).isNotEqualTo(-1);
      read.append((char) b);
    }
    return read.toString();
  }

  private static void await(BooleanSupplier condition) throws Exception {
    long from = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - from).isLessThan(TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS));
      Thread.sleep(5);
    }
  }

  @Test
  void eventsComeAsTheyAreSent() throws Exception {
    InputStream in = get("/stream");
    String head = readUntil(in, "retry: 3000\n\n");
    assertThat(head)
        .startsWith("HTTP/1.1 200")
        .containsIgnoringCase("Content-Type: text/event-stream; charset=utf-8")
        .containsIgnoringCase("Cache-Control: no-store");
    EventStream stream = stream();
    stream.send("log", "first");
    readUntil(in, "event: log\ndata: first\n\n");
    stream.send("log", "second");
    readUntil(in, "event: log\ndata: second\n\n");

    stream.close();
    readUntil(in, "0\r\n\r\n");
    assertThat(ended).hasValue(1);
  }

  @Test
  void aClientThatGoesEndsItsStream() throws Exception {
    readUntil(get("/stream"), "retry");
    EventStream stream = stream();
    sockets.get(0).close();

    await(
        () -> {
          stream.send("log", "x".repeat(1_000));
          return stream.isClosed();
        });
    assertThat(ended).hasValue(1);
  }

  @Test
  void tooManyAreRefusedAndPlainAnswersGoOn() throws Exception {
    for (int i = 0; i < Streams.MOST_CLIENTS; i++) {
      readUntil(get("/stream"), "retry");
    }

    assertThat(readUntil(get("/stream"), "}")).startsWith("HTTP/1.1 503").contains("at most 16");
    assertThat(readUntil(get("/plain"), "plain")).startsWith("HTTP/1.1 200");
    EventStream first = stream();
    first.close();
    await(() -> ended.get() == 2);
    await(() -> opensAgain());
  }

  private boolean opensAgain() {
    try {
      return new BufferedReader(new InputStreamReader(get("/stream"), StandardCharsets.US_ASCII))
          .readLine()
          .startsWith("HTTP/1.1 200");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aClientThatReadsNothingHoldsUpNobodyAndIsCutOff() throws Exception {
    get("/stream");
    EventStream slow = stream();
    InputStream in = get("/stream");
    EventStream other = stream();

    await(
        () -> {
          slow.send("log", "x".repeat(100_000));
          return slow.isClosed();
        });
    other.send("log", "still there");

    readUntil(in, "still there");
    assertThat(readUntil(get("/plain"), "plain")).startsWith("HTTP/1.1 200");
  }

  @Test
  void whoAsksForTheHeadGetsNoStream() throws Exception {
    assertThat(readUntil(request("HEAD", "/stream"), "\r\n\r\n")).startsWith("HTTP/1.1 200");
    await(() -> ended.get() == 1);
  }

  @Test
  void theEndOfTheServerEndsAll() throws Exception {
    readUntil(get("/stream"), "retry");
    EventStream stream = stream();

    server.close();

    assertThat(stream.isClosed()).isTrue();
  }
}
