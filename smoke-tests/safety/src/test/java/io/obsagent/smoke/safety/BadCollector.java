// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.safety;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What stands in place of a collector when it is not well. */
final class BadCollector implements AutoCloseable {
  /** What is wrong. */
  enum Trouble {
    /** Nobody listens. */
    DOWN,
    /** Takes connections and never answers. */
    HANGING,
    /** Cuts every connection. */
    RESETTING,
    /** Answers 500 to everything. */
    FAILING
  }

  private final ServerSocket server;
  private final Trouble trouble;
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  BadCollector(Trouble trouble) throws IOException {
    this.trouble = trouble;
    server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    if (trouble == Trouble.DOWN) {
      server.close();
    } else {
      Thread thread = new Thread(this::serve, "bad-collector");
      thread.setDaemon(true);
      thread.start();
    }
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  /** How many connections it saw. */
  int connections() {
    return open.size();
  }

  private void serve() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        mistreat(socket);
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void mistreat(Socket socket) throws IOException {
    switch (trouble) {
      case RESETTING -> {
        socket.setSoLinger(true, 0);
        socket.close();
      }
      case FAILING -> {
        Thread answering = new Thread(() -> answer(socket), "bad-collector-answer");
        answering.setDaemon(true);
        answering.start();
      }
      case HANGING, DOWN -> {
        // It stays open.
      }
    }
  }

  private static void answer(Socket socket) {
    try (socket) {
      socket.getInputStream().read(new byte[8_192]);
      socket
          .getOutputStream()
          .write(
              "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      byte[] rest = new byte[8_192];
      while (socket.getInputStream().read(rest) >= 0) {
        // Else what was not read would reset the connection before the answer is.
      }
    } catch (IOException e) {
      // The other side may have gone.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
