// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.plain;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Serves requests with threads that call it again: {@code /start} starts one in each way that this
 * JDK has and answers how many calls were answered. Other threads start and end all the time. Ends
 * with exit code 7 when its input ends.
 */
public final class ThreadsApplication {
  private static volatile boolean ended;

  private ThreadsApplication() {}

  public static void main(String[] arguments) throws Exception {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer server = HttpServer.create(anyPort, 0);
    server.setExecutor(task -> new Thread(task).start());
    String base = "http://127.0.0.1:" + server.getAddress().getPort();
    List<ThreadFactory> factories = factories();
    server.createContext("/leaf", exchange -> answer(exchange, "leaf"));
    server.createContext(
        "/start", exchange -> answer(exchange, "" + run(factories, () -> get(base + "/leaf"))));
    server.start();
    Thread churn = new Thread(() -> churn(factories));
    churn.start();
    System.out.println("port " + server.getAddress().getPort() + " ways " + factories.size());
    while (System.in.read() >= 0) {
      // Whoever started this says when it ends.
    }
    ended = true;
    churn.join();
    server.stop(0);
    System.out.println("bye");
    System.exit(7);
  }

  private static List<ThreadFactory> factories() throws ReflectiveOperationException {
    List<ThreadFactory> factories = new ArrayList<>();
    factories.add(Thread::new);
    factories.add(OwnThread::new);
    if (Runtime.version().feature() >= 21) {
      for (String kind : List.of("ofPlatform", "ofVirtual")) {
        Object builder = Thread.class.getMethod(kind).invoke(null);
        factories.add(
            (ThreadFactory)
                Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder));
      }
    }
    return factories;
  }

  /** Runs the task in a thread of each kind, and answers how many came to their ends. */
  private static int run(List<ThreadFactory> factories, Runnable task) {
    AtomicInteger done = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (ThreadFactory factory : factories) {
      Thread thread =
          factory.newThread(
              () -> {
                task.run();
                done.incrementAndGet();
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    return done.get();
  }

  private static void churn(List<ThreadFactory> factories) {
    while (!ended) {
      if (run(factories, Thread::yield) != factories.size()) {
        System.out.println("a thread was lost");
      }
    }
  }

  private static void get(String url) {
    try (InputStream in = URI.create(url).toURL().openStream()) {
      in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** One that runs its task itself. */
  private static final class OwnThread extends Thread {
    private final Runnable task;

    OwnThread(Runnable task) {
      this.task = task;
    }

    @Override
    public void run() {
      task.run();
    }
  }
}
