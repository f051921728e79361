// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A server that no agent watches, and that keeps the header lines of what it is sent. */
final class HeaderSink implements AutoCloseable {
  private final ServerSocket server;
  private final BlockingQueue<List<String>> received = new LinkedBlockingQueue<>();

  HeaderSink() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "header-sink");
    thread.setDaemon(true);
    thread.start();
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        List<String> lines = new ArrayList<>();
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
          lines.add(line);
        }
        socket
            .getOutputStream()
            .write(
                "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
        received.add(lines);
      } catch (IOException closed) {
        // the next one, if there is one
      }
    }
  }

  /** Sends a request here by a client that the agent watches. */
  void call() throws IOException {
    URL url = new URL("http://localhost:" + server.getLocalPort() + "/");
    HttpURLConnection connection = (HttpURLConnection) url.openConnection();
    connection.getInputStream().close();
  }

  /** The values of a header in the next request that came, one a line. */
  static List<String> values(List<String> lines, String name) {
    String start = name + ": ";
    return lines.stream()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
        .map(line -> line.substring(start.length()))
        .toList();
  }

  List<String> next() throws InterruptedException {
    return received.take();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
