// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.logging;

import com.sun.net.httpserver.HttpServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Takes whatever is posted, so many megabytes a second and no more, and says which port it has.
 *
 * <pre>
 *   SlowReceiver MB/S
 * </pre>
 */
public final class SlowReceiver {
  private static final int BUFFER = 64 << 10;

  private SlowReceiver() {}

  public static void main(String[] arguments) throws Exception {
    double perSecond = Double.parseDouble(arguments[0]) * 1e6;
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            InputStream body = exchange.getRequestBody();
            byte[] buffer = new byte[BUFFER];
            for (int read = body.read(buffer); read > 0; read = body.read(buffer)) {
              pause((long) (read / perSecond * 1e9));
            }
            exchange.sendResponseHeaders(200, -1);
          }
        });
    server.setExecutor(Executors.newSingleThreadExecutor());
    server.start();
    System.out.println(server.getAddress().getPort());
  }

  private static void pause(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
