// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openai;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Answers each request by the next text of its script, as it stands, and closes the connection. */
final class ScriptedServer implements Closeable {
  private final ServerSocket listener;
  private final Queue<String> script;
  private final Queue<String> requests = new ConcurrentLinkedQueue<>();

  ScriptedServer(String... script) throws IOException {
    this.listener = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    this.script = new ConcurrentLinkedQueue<>(List.of(script));
    Thread thread = new Thread(this::serve, "scripted-server");
    thread.setDaemon(true);
    thread.start();
  }

  static String json(int status, String headers, String body) {
    return "HTTP/1.1 "
        + status
        + " x\r\nContent-Type: application/json\r\nConnection: close\r\n"
        + headers
        + "Content-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  /** A stream that ends with its connection. */
  static String events(String events) {
    return "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
        + events;
  }

  String baseUrl() {
    return "http://127.0.0.1:" + listener.getLocalPort() + "/v1";
  }

  Proxy asProxy() {
    return new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", listener.getLocalPort()));
  }

  /** The first lines of the requests so far. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  private void serve() {
    while (!listener.isClosed()) {
      try (Socket connection = listener.accept()) {
        requests.add(read(connection.getInputStream()).lines().findFirst().orElse(""));
        String answer = script.poll();
        if (answer != null) {
          connection.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
        }
      } catch (IOException e) {
        continue; // closed by either side
      }
    }
  }

  private static String read(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.write(next);
    }
    String text = head.toString(StandardCharsets.ISO_8859_1);
    int length = 0;
    for (String line : text.split("\r\n")) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(line.indexOf(':') + 1).trim());
      }
    }
    in.readNBytes(length);
    return text;
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
