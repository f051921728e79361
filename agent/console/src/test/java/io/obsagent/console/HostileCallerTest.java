// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.http.Access;
import io.obsagent.spi.http.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callers that do not keep to the protocol, over raw sockets. */
@Timeout(180)
class HostileCallerTest {
  private ConsoleServer server;

  @BeforeEach
  void start() {
    Router router = new Router();
    router.add("GET", "/hello", Access.READ, request -> Response.text(200, "hello"));
    router.add("GET", "/broken", Access.READ, request -> endless(1));
    router.add(
        "GET", "/half", Access.READ, request -> new Response(200, Map.of(), out -> writeHalf(out)));
    router.add("POST", "/take", Access.READ, request -> Response.text(200, "taken"));
    ServerSettings settings =
        new ServerSettings(
            "127.0.0.1", 0, Tokens.NONE, TlsFiles.NONE, "", 2, 8, 1024, Duration.ofSeconds(2));
    server =
        ConsoleServer.start(
            settings,
            task -> {
              Thread thread = new Thread(task, "agent-of-test");
              thread.setDaemon(true);
              return thread;
            },
            router);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aPageFromElsewhereCannotReadThroughItsVisitorsBrowser() throws IOException {
    for (String host :
        List.of("evil.example", "127.0.0.1.evil.example:80", "localhost.evil.example", "1.2.3.4")) {
      assertThat(exchange("GET /hello HTTP/1.1\r\nHost: " + host + "\r\n\r\n"))
          .as(host)
          .startsWith("HTTP/1.1 421 ");
    }
    for (String host :
        List.of("localhost:1", "127.0.0.1", "127.1.2.3:9", "[::1]:80", "LOCALHOST")) {
      assertThat(exchange("GET /hello HTTP/1.1\r\nHost: " + host + "\r\n\r\n"))
          .as(host)
          .startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void endlessHeadersAreCutOff() throws IOException {
    String line = "X-Filler: " + "y".repeat(10_000) + "\r\n";
    String answer = exchange("GET /hello HTTP/1.1\r\nHost: localhost\r\n" + line.repeat(100));

    assertThat(answer).doesNotContain("hello");
    assertThat(hello()).contains("hello");
  }

  @Test
  void anEndlessRequestLineIsCutOff() throws IOException {
    assertThat(exchange("GET /" + "a".repeat(2_000_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
        .doesNotContain("hello");
    assertThat(hello()).contains("hello");
  }

  @Test
  void lineBreaksDoNotReachTheAnswer() throws IOException {
    String answer = exchange("GET /hello%0d%0aX-Injected:%201 HTTP/1.1\r\nHost: localhost\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 404 ").doesNotContain("X-Injected");
  }

  @Test
  void noiseIsRefused() throws IOException {
    for (String noise :
        List.of(
            "\u0000\u0001\u0002\r\n\r\n",
            "GET\r\n\r\n",
            "GET /hello\r\n\r\n",
            "GET http://[ HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "\r\n\r\n\r\n\r\n")) {
      assertThat(exchange(noise)).doesNotContain("hello\n");
    }
    assertThat(hello()).contains("hello");
  }

  @Test
  void callersThatDribbleAreCutOffAndOthersAreServed() throws IOException {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 6; i++) {
        Socket socket = connect();
        send(
            socket,
            i % 2 == 0
                ? "GET /hello HT"
                : "POST /take HTTP/1.1\r\nHost: localhost\r\n" + "Content-Length: 500\r\n\r\nabc");
        slow.add(socket);
      }

      assertThat(hello()).contains("hello");
      for (Socket socket : slow) {
        assertThat(read(socket)).doesNotContain("taken");
      }
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void moreCallersThanThereIsRoomForAreTurnedAwayAndTheServerRecovers() throws IOException {
    List<Socket> many = new ArrayList<>();
    try {
      for (int i = 0; i < 30; i++) {
        Socket socket = connect();
        send(socket, "GET /hello HT");
        many.add(socket);
      }
      for (Socket socket : many) {
        assertThat(read(socket)).doesNotContain("hello");
      }
    } finally {
      for (Socket socket : many) {
        socket.close();
      }
    }
    assertThat(hello()).contains("hello");
  }

  @Test
  void aHandlerThatRunsOutOfStackOrBreaksOffTellsNothingAndCostsNoThread() throws IOException {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      for (int i = 0; i < 10; i++) {
        assertThat(exchange("GET /broken HTTP/1.1\r\nHost: localhost\r\n\r\n"))
            .startsWith("HTTP/1.1 500 ")
            .doesNotContain("StackOverflowError", "io.obsagent", "\tat ");
        assertThat(exchange("GET /half HTTP/1.1\r\nHost: localhost\r\n\r\n"))
            .doesNotContain("half a secret", "io.obsagent", "\tat ");
      }
      assertThat(hello()).contains("hello");
    } finally {
      System.setErr(before);
    }
    assertThat(said.toString(StandardCharsets.UTF_8)).doesNotContain("\tat ", "Exception in");
  }

  private static Response endless(int depth) {
    return depth < 0 ? Response.text(200, "") : endless(depth + 1);
  }

  private static void writeHalf(OutputStream out) throws IOException {
    out.write(new byte[20_000]);
    throw new AssertionError("half a secret");
  }

  @Test
  void aRequestInARequestIsNotServedTwice() throws IOException {
    for (String framing :
        List.of(
            "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
            "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n",
            "Transfer-Encoding: xchunked\r\n",
            "Content-Length: 4\r\nContent-Length: 60\r\n",
            "Content-Length: -1\r\n",
            "Content-Length: 99999999999999999999\r\n")) {
      String answer =
          exchange(
              "POST /take HTTP/1.1\r\nHost: localhost\r\n"
                  + framing
                  + "\r\n0\r\n\r\nGET /hello HTTP/1.1\r\nHost: evil.example\r\n\r\n");
      assertThat(answer).as(framing).doesNotContain("200 OK\r\nContent-type: text/html", "\tat ");
      assertThat(answer).as(framing).doesNotContain("hello");
    }
    assertThat(hello()).contains("hello");
  }

  @Test
  void pathsLeadToRoutesAndNeverToFiles() throws IOException {
    for (String path :
        List.of(
            "/../../etc/passwd",
            "/hello/../../../etc/passwd",
            "/%2e%2e/%2e%2e/etc/passwd",
            "/..%2f..%2fetc%2fpasswd",
            "//etc/passwd",
            "/hello%00.html",
            "/%c0%ae%c0%ae/etc/passwd",
            "file:///etc/passwd",
            "http://evil.example/etc/passwd",
            "*")) {
      assertThat(exchange("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
          .as(path)
          .matches("(?s)(HTTP/1.1 (400|404) .*|\\(closed\\))?")
          .doesNotContain("root:", "\tat ", "io.obsagent");
    }
  }

  @Test
  void aQueryOfAMegabyteIsRefused() throws IOException {
    String answer =
        exchange(
            "GET /hello?query=" + "(".repeat(1 << 20) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");

    assertThat(answer).doesNotContain("hello", "\tat ");
    assertThat(hello()).contains("hello");
  }

  @Test
  void aThousandRandomRequestsLeaveTheServerAsItWas() throws IOException {
    Random random = new Random(42);
    String[] pieces = {
      "GET ",
      "POST ",
      "/hello",
      "/take",
      " HTTP/1.1",
      " HTTP/9.9",
      "\r\n",
      "\n",
      "\r",
      "\0",
      ":",
      "Host: localhost",
      "Content-Length: ",
      "5",
      "-5",
      "Transfer-Encoding: chunked",
      "ffffffff",
      "?a=%zz&b",
      "%",
      " ",
      "\u00ff",
      "Connection: close",
      "Expect: 100-continue",
      "0\r\n\r\n"
    };
    for (int i = 0; i < 1_000; i++) {
      StringBuilder request = new StringBuilder();
      for (int n = random.nextInt(20); n >= 0; n--) {
        request.append(pieces[random.nextInt(pieces.length)]);
      }
      try (Socket socket = connect()) {
        send(socket, request.toString());
        socket.shutdownOutput();
        assertThat(read(socket)).as(request.toString()).doesNotContain("\tat ", "io.obsagent");
      }
    }
    assertThat(hello()).contains("hello");
    assertThat(threadsOfServer()).isLessThanOrEqualTo(3);
  }

  @Test
  void hundredsOfCallersThatSayNothingTakeNoThreadsAndKeepNobodyOut() throws IOException {
    List<Socket> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 300; i++) {
        silent.add(connect());
      }
      assertThat(hello()).contains("hello");
      assertThat(threadsOfServer()).isLessThanOrEqualTo(3);
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  private static long threadsOfServer() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("agent-of-test"))
        .count();
  }

  private String hello() throws IOException {
    return exchange("GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  }

  private String exchange(String request) throws IOException {
    try (Socket socket = connect()) {
      send(socket, request);
      return read(socket);
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(60_000);
    return socket;
  }

  /** A server that has heard enough may close before all is sent. */
  private static void send(Socket socket, String request) {
    try {
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    } catch (IOException e) {
      assertThat(e).isInstanceOf(java.net.SocketException.class);
    }
  }

  /** Up to the end of a short answer, or of the connection. */
  private static String read(Socket socket) {
    StringBuilder answer = new StringBuilder();
    byte[] buffer = new byte[8192];
    try {
      for (int n; (n = socket.getInputStream().read(buffer)) >= 0; ) {
        answer.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
        if (answer.indexOf("hello") >= 0 || answer.indexOf("}") >= 0) {
          break;
        }
      }
    } catch (java.net.SocketTimeoutException e) {
      throw new AssertionError("the server kept the connection open", e);
    } catch (IOException e) {
      answer.append("(closed)");
    }
    return answer.toString();
  }
}
