// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;

/** Stands for the chat or pager of those who run the shop: prints what webhooks tell it. */
final class AlertReceiver {
  private static final int MAX_BYTES = 1 << 20;

  private AlertReceiver() {}

  /** {@code PORT}: 0 for any; serves until the process ends. */
  public static void main(String[] args) throws IOException {
    PrintStream out = System.out;
    int port = args.length == 0 ? 0 : Integer.parseInt(args[0]);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    ObjectMapper json = new ObjectMapper();
    server.createContext(
        "/",
        exchange -> {
          try (InputStream body = exchange.getRequestBody()) {
            print(json.readTree(body.readNBytes(MAX_BYTES)), out);
          }
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    out.println("Receiver ready at http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  private static void print(JsonNode notification, PrintStream out) {
    out.println(
        LocalTime.now().truncatedTo(ChronoUnit.SECONDS)
            + " notification received: "
            + notification.path("status").asText()
            + ", group "
            + notification.path("groupLabels")
            + ", "
            + notification.path("alerts").size()
            + " alerts");
    for (JsonNode alert : notification.path("alerts")) {
      out.println(
          "         "
              + alert.path("status").asText()
              + " "
              + alert.path("labels").path("alertname").asText()
              + " ["
              + alert.path("labels").path("severity").asText()
              + "] "
              + alert.path("annotations").path("summary").asText());
    }
  }
}
