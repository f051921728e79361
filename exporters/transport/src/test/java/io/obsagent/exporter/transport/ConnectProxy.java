// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.transport;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;

/** A proxy that knows CONNECT alone, and leads every connection to one port of the loopback. */
final class ConnectProxy implements AutoCloseable {
  final List<String> heads = new CopyOnWriteArrayList<>();
  private final ServerSocket server;
  private final int target;
  private final String answer;

  ConnectProxy(int target, String answer) throws IOException {
    this(target, answer, ServerSocketFactory.getDefault());
  }

  ConnectProxy(int target, String answer, ServerSocketFactory sockets) throws IOException {
    this.server = sockets.createServerSocket(0, 10, InetAddress.getLoopbackAddress());
    this.target = target;
    this.answer = answer;
    start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        start(() -> serve(client));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket back = new Socket(InetAddress.getLoopbackAddress(), target)) {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        head.append((char) client.getInputStream().read());
      }
      heads.add(head.toString());
      client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
      start(() -> copy(back, client));
      copy(client, back);
    } catch (IOException over) {
      // One of the two has gone.
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      in.transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException over) {
      // One of the two has gone.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
