// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.plain;

import com.sun.net.httpserver.HttpServer;
import java.io.InputStream;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Serves and calls itself while it retransforms and redefines woven classes on several threads, and
 * while modules of the agent are switched on and off in its configuration file. A watchdog ends it
 * with the stacks of all threads when nothing goes on any more. It is its own agent.
 */
public final class StormApplication {
  private static final long NANOS = 9_000_000_000L;
  private static final long STILL_NANOS = 40_000_000_000L;

  private static final AtomicLong ROUNDS = new AtomicLong();
  private static final AtomicReference<Throwable> FAILURE = new AtomicReference<>();
  private static volatile Instrumentation instrumentation;
  private static volatile boolean over;

  private StormApplication() {}

  public static void premain(String arguments, Instrumentation given) {
    instrumentation = given;
  }

  public static void main(String[] arguments) throws Exception {
    while (System.in.read() >= 0) {
      // Whoever started this says when it begins.
    }
    Path configuration = Path.of(arguments[0]);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ExecutorService workers = Executors.newFixedThreadPool(4);
    server.setExecutor(workers);
    server.createContext("/", new Answer());
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";

    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      threads.add(loop(() -> call(url, workers)));
      threads.add(loop(StormApplication::retransform));
    }
    threads.add(loop(StormApplication::redefine));
    threads.add(loop(() -> switchModules(configuration)));
    watch(threads);
    System.out.println(FAILURE.get() == null ? "calm" : "failed " + FAILURE.get());
    System.exit(7);
  }

  private static Thread loop(Callable<?> round) {
    Thread thread =
        new Thread(
            () -> {
              while (!over && FAILURE.get() == null) {
                try {
                  round.call();
                  ROUNDS.incrementAndGet();
                } catch (Throwable e) {
                  FAILURE.compareAndSet(null, e);
                }
              }
            });
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static Object call(String url, ExecutorService workers) throws Exception {
    HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    String answer = new String(connection.getInputStream().readAllBytes());
    String later =
        CompletableFuture.supplyAsync(() -> "a", workers).thenApplyAsync(a -> a + "b").get();
    if (!answer.equals("answer") || !later.equals("ab")) {
      throw new IllegalStateException(answer + later);
    }
    return answer;
  }

  private static Object retransform() throws Exception {
    instrumentation.retransformClasses(
        ThreadPoolExecutor.class,
        CompletableFuture.class,
        ForkJoinPool.class,
        Class.forName("sun.net.www.protocol.http.HttpURLConnection"),
        Answer.class);
    return null;
  }

  private static Object redefine() throws Exception {
    try (InputStream in = Answer.class.getResourceAsStream("StormApplication$Answer.class")) {
      instrumentation.redefineClasses(new ClassDefinition(Answer.class, in.readAllBytes()));
    }
    return null;
  }

  private static Object switchModules(Path configuration) throws Exception {
    for (String state : List.of("false", "true")) {
      StringBuilder text = new StringBuilder("instrumentation:\n");
      for (String module : List.of("executors", "httpurlconnection", "jdk-httpserver")) {
        text.append("  ").append(module).append(":\n    enabled: ").append(state).append('\n');
      }
      Files.writeString(configuration, text);
      Thread.sleep(2_700);
    }
    return null;
  }

  private static void watch(List<Thread> threads) throws InterruptedException {
    long start = System.nanoTime();
    long last = -1;
    long lastChange = start;
    while (threads.stream().anyMatch(Thread::isAlive)) {
      Thread.sleep(100);
      over = System.nanoTime() - start > NANOS;
      long rounds = ROUNDS.get();
      if (rounds != last) {
        last = rounds;
        lastChange = System.nanoTime();
      } else if (System.nanoTime() - lastChange > STILL_NANOS) {
        for (Map.Entry<Thread, StackTraceElement[]> each : Thread.getAllStackTraces().entrySet()) {
          System.out.println(each.getKey());
          for (StackTraceElement frame : each.getValue()) {
            System.out.println("    at " + frame);
          }
        }
        Runtime.getRuntime().halt(3);
      }
    }
  }

  /** Woven by the server's instrumentation only around it; redefined all the time. */
  static final class Answer implements com.sun.net.httpserver.HttpHandler {
    @Override
    public void handle(com.sun.net.httpserver.HttpExchange exchange) throws java.io.IOException {
      exchange.sendResponseHeaders(200, 6);
      exchange.getResponseBody().write("answer".getBytes());
      exchange.close();
    }
  }
}
