// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Ports of the loopback interface, on a machine where others look for some, too. */
public final class Ports {
  private static final int ATTEMPTS = 5;
  private static final List<Socket> HELD = new CopyOnWriteArrayList<>();

  /** Starts a server that is told its port. */
  @FunctionalInterface
  public interface Starter<T> {
    T start(int port) throws IOException;
  }

  private Ports() {}

  /** One that refuses connections as long as this JVM lives: it is taken, and nobody listens. */
  public static int closed() {
    try {
      Socket socket = new Socket();
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      HELD.add(socket);
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts a server that cannot choose its port itself; on another one, where somebody else has
   * taken it meanwhile.
   */
  public static <T> T serve(Starter<T> starter) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return starter.start(free());
      } catch (IOException | RuntimeException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
