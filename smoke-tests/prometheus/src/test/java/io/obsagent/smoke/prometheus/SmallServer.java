// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.prometheus;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** The watched application: answers a few requests of its own, then rests until it is ended. */
public final class SmallServer {
  private SmallServer() {}

  public static void main(String[] args) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    for (int status : new int[] {200, 404, 500}) {
      server.createContext(
          "/" + status,
          exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
          });
    }
    server.start();
    HttpClient client = HttpClient.newHttpClient();
    String root = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    for (int i = 0; i < 60; i++) {
      int status = i % 6 == 0 ? 500 : i % 3 == 0 ? 404 : 200;
      client.send(
          HttpRequest.newBuilder(URI.create(root + status)).build(), BodyHandlers.discarding());
    }
    System.out.println("done");
    while (System.in.read() >= 0) {
      // Until the test closes standard input.
    }
    System.exit(0);
  }
}
