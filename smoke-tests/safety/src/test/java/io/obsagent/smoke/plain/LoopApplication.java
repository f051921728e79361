// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.plain;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;

/**
 * Serves from one event loop of Vert.x, and has a database in memory. Told to, it blocks the loop
 * until it is told to go on, or locks the database's only user out.
 */
public final class LoopApplication {
  private LoopApplication() {}

  /**
   * Runs until the input ends.
   *
   * @param arguments the address of the database
   */
  public static void main(String[] arguments) throws Exception {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    int port =
        vertx
            .createHttpServer()
            .requestHandler(request -> request.response().end("hello"))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get()
            .actualPort();
    try (Connection connection = DriverManager.getConnection(arguments[0], "sa", "first");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE USER health PASSWORD 'pa55'");
      System.out.println("port " + port);
      obey(vertx, statement);
    }
    System.exit(0);
  }

  private static void obey(Vertx vertx, Statement database) throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      switch (line) {
        case "block" -> vertx.runOnContext(none -> await(goOn));
        case "go on" -> goOn.countDown();
        case "lock out" -> database.execute("ALTER USER health SET PASSWORD 'another'");
        default -> throw new IllegalArgumentException(line);
      }
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
