// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.plain;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.management.ObjectName;

/**
 * Uses each name once: routes, SQL, header values, methods, classes of exceptions, databases. After
 * each of several rounds it prints how many objects of the agent are in the heap. Arguments:
 * rounds, and names in each.
 */
public final class ManyNamesApplication {
  private ManyNamesApplication() {}

  public static void main(String[] arguments) throws Exception {
    int rounds = Integer.parseInt(arguments[0]);
    int names = Integer.parseInt(arguments[1]);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ExecutorService workers = Executors.newFixedThreadPool(2);
    server.setExecutor(workers);
    server.start();
    HttpClient client = HttpClient.newHttpClient();
    try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:names")) {
      for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < names; i++) {
          use("n" + round + "x" + i, server, client, connection);
        }
        System.gc();
        System.out.println("objects " + objectsOfAgent());
      }
    }
    server.stop(0);
    workers.shutdown();
    System.exit(0);
  }

  private static void use(String name, HttpServer server, HttpClient client, Connection connection)
      throws Exception {
    HttpContext context =
        server.createContext(
            "/" + name,
            exchange -> {
              query(connection, name);
              if (name.endsWith("7")) {
                throw newException();
              }
              exchange.sendResponseHeaders(200, -1);
              exchange.close();
            });
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + name))
            .header("X-Correlation-ID", name)
            .header("traceparent", "00-" + "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
            .header("tracestate", name + "=1")
            .header("baggage", name + "=" + name)
            .header("User-Agent", name)
            .header("X-" + name, name)
            .method(
                name.endsWith("3") ? name.toUpperCase(java.util.Locale.ROOT) : "GET",
                HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      client.send(request, HttpResponse.BodyHandlers.discarding());
    } catch (IOException e) {
      // Every tenth handler throws.
    }
    server.removeContext(context);
  }

  private static void query(Connection connection, String name) {
    try (Statement statement = connection.createStatement()) {
      statement.execute("create table " + name + "(a" + name + " int)");
      statement.executeQuery("select a" + name + " as b" + name + " from " + name).close();
      statement.execute("drop table " + name);
      statement.execute("not sql " + name);
    } catch (SQLException e) {
      // The last one is none.
    }
  }

  /** Of a class of its own each time. */
  private static RuntimeException newException() {
    String file = ManyNamesApplication.class.getSimpleName() + "$OnlyOnce.class";
    try (InputStream in = ManyNamesApplication.class.getResourceAsStream(file)) {
      return (RuntimeException)
          MethodHandles.lookup()
              .defineHiddenClass(in.readAllBytes(), true)
              .lookupClass()
              .getConstructor()
              .newInstance();
    } catch (IOException | ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /** Thrown once, for each is defined anew. */
  public static final class OnlyOnce extends RuntimeException {
    private static final long serialVersionUID = 1;

    public OnlyOnce() {
      super("on purpose");
    }
  }

  private static long objectsOfAgent() throws Exception {
    String histogram =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {new String[0]},
                    new String[] {String[].class.getName()});
    if (Boolean.getBoolean("histogram")) {
      System.err.println(histogram);
    }
    long objects = 0;
    for (String line : histogram.split("\n")) {
      String[] columns = line.trim().split("\\s+");
      if (columns.length >= 4
          && (columns[3].contains("io.obsagent.") && !columns[3].contains("smoke")
              || columns[3].contains("io.opentelemetry.")
              || columns[3].contains("io.prometheus."))) {
        objects += Long.parseLong(columns[1]);
      }
    }
    return objects;
  }
}
