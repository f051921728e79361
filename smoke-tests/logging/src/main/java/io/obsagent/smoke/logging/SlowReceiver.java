// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.logging;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * Takes whatever is posted, so many megabytes a second and no more, and says which port it has.
 *
 * <pre>
 *   SlowReceiver MB/S [PORT FILE]   FILE gets the number of each order in what was posted, before the
 *                                   answer
 * </pre>
 */
public final class SlowReceiver {
  private static final int BUFFER = 64 << 10;

  private static final Pattern ORDER = Pattern.compile("order (\\d+) placed");

  private SlowReceiver() {}

  public static void main(String[] arguments) throws Exception {
    double perSecond = Double.parseDouble(arguments[0]) * 1e6;
    int port = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 0;
    Path orders = arguments.length > 2 ? Path.of(arguments[2]) : null;
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            InputStream body = exchange.getRequestBody();
            ByteArrayOutputStream posted = new ByteArrayOutputStream();
            byte[] buffer = new byte[BUFFER];
            for (int read = body.read(buffer); read > 0; read = body.read(buffer)) {
              pause((long) (read / perSecond * 1e9));
              posted.write(buffer, 0, orders == null ? 0 : read);
            }
            if (orders != null) {
              note(posted.toByteArray(), orders);
            }
            exchange.sendResponseHeaders(200, -1);
          }
        });
    server.setExecutor(Executors.newSingleThreadExecutor());
    server.start();
    System.out.println(server.getAddress().getPort());
  }

  private static void note(byte[] posted, Path orders) throws IOException {
    InputStream bytes = new ByteArrayInputStream(posted);
    boolean packed = posted.length > 1 && posted[0] == 0x1f && posted[1] == (byte) 0x8b;
    try (InputStream in = packed ? new GZIPInputStream(bytes) : bytes) {
      StringBuilder numbers = new StringBuilder();
      Matcher order = ORDER.matcher(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
      while (order.find()) {
        numbers.append(order.group(1)).append('\n');
      }
      Files.writeString(orders, numbers, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
  }

  private static void pause(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
