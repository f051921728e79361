// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.plain;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.lang.reflect.InvocationTargetException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;

/**
 * What may happen in and around woven methods, one by argument: {@code exit} from a request's
 * thread, {@code deep} recursion through woven methods, {@code interrupt}ed threads, and a {@code
 * stop}ped one. Prints what came of it.
 */
public final class TroubleApplication {
  private static final int EXIT_CODE = 7;

  private TroubleApplication() {}

  public static void main(String[] arguments) throws Exception {
    while (System.in.read() >= 0) {
      // Whoever started this says when it begins.
    }
    switch (arguments[0]) {
      case "exit" -> exit();
      case "deep" -> deep();
      case "interrupt" -> interrupt();
      case "stop" -> stop();
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    System.out.println("bye");
    System.exit(EXIT_CODE);
  }

  private static HttpServer serve(HttpHandler handler) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", handler);
    server.setExecutor(Executors.newFixedThreadPool(4));
    server.start();
    return server;
  }

  private static int get(HttpServer server) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    return connection.getResponseCode();
  }

  private static void exit() throws Exception {
    HttpServer server =
        serve(
            exchange -> {
              System.out.println("leaving");
              System.exit(EXIT_CODE);
            });
    System.out.println(get(server));
  }

  private static void deep() throws Exception {
    HttpServer server =
        serve(
            exchange -> {
              int overflows = 0;
              for (int i = 0; i < 50; i++) {
                try {
                  new EndlessDriver().connect("jdbc:endless:", new Properties());
                } catch (StackOverflowError e) {
                  overflows++;
                }
              }
              System.out.println("overflows " + overflows);
              exchange.sendResponseHeaders(204, -1);
              exchange.close();
            });
    for (int i = 0; i < 3; i++) {
      System.out.println(get(server));
    }
  }

  /** A driver that connects by connecting. */
  private static final class EndlessDriver implements Driver {
    @Override
    public Connection connect(String url, Properties info) {
      return connect(url, info);
    }

    @Override
    public boolean acceptsURL(String url) {
      return true;
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
      return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
      return 1;
    }

    @Override
    public int getMinorVersion() {
      return 0;
    }

    @Override
    public boolean jdbcCompliant() {
      return false;
    }

    @Override
    public Logger getParentLogger() {
      return Logger.getGlobal();
    }
  }

  private static void interrupt() throws Exception {
    HttpServer server =
        serve(
            exchange -> {
              exchange.sendResponseHeaders(204, -1);
              exchange.close();
            });
    System.out.println(get(server));
    ExecutorService pool = Executors.newFixedThreadPool(2);
    for (int i = 0; i < 200; i++) {
      CountDownLatch started = new CountDownLatch(1);
      var task =
          pool.submit(
              () -> {
                started.countDown();
                new CountDownLatch(1).await();
                return null;
              });
      started.await();
      task.cancel(true);
    }
    System.out.println(pool.submit(() -> Thread.currentThread().isInterrupted()).get());
    Thread.currentThread().interrupt();
    System.out.println(CompletableFuture.supplyAsync(() -> "supplied").join());
    System.out.println(Thread.interrupted());
    pool.shutdown();
  }

  /** Thread.stop, where there still is one. */
  private static void stop() throws Exception {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    Runnable unknown = () -> {};
    CountDownLatch running = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              while (!pool.remove(unknown)) {
                running.countDown();
              }
            });
    thread.start();
    running.await();
    try {
      Thread.class.getMethod("stop").invoke(thread);
      thread.join();
      System.out.println("stopped");
    } catch (InvocationTargetException e) {
      System.out.println(e.getCause());
    }
    pool.shutdown();
  }
}
