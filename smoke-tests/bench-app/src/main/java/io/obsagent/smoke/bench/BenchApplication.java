// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.bench;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.management.JMException;
import org.jspecify.annotations.Nullable;

/**
 * A server with one page for each kind of work: {@code bench-app REDIS_HOST:PORT OPENAI_BASE_URL
 * [--port N] [--server tomcat|jetty|webflux] [--kafka HOST:PORT]}.
 */
public final class BenchApplication implements AutoCloseable {
  private static final String USAGE =
      "usage: REDIS_HOST:PORT OPENAI_BASE_URL [--port N] [--server tomcat|jetty|webflux]"
          + " [--kafka HOST:PORT]";

  private final BenchServer server;
  private final Work work;
  private final @Nullable Messages messages;

  private BenchApplication(BenchServer server, Work work, @Nullable Messages messages) {
    this.server = server;
    this.work = work;
    this.messages = messages;
  }

  /** Runs until the process ends and prints one line with its URL. */
  public static void main(String[] args) throws Exception {
    System.out.println("Bench application ready at " + start(args).url());
    Thread.currentThread().join();
  }

  static BenchApplication start(String... args) throws Exception {
    if (args.length < 2 || args.length % 2 != 0) {
      throw new IllegalArgumentException(USAGE);
    }
    Map<String, String> options = new HashMap<>();
    for (int i = 2; i < args.length; i += 2) {
      options.put(args[i], args[i + 1]);
    }
    BenchServer.Kind kind = BenchServer.Kind.of(options.getOrDefault("--server", "tomcat"));
    Work work = Work.open(args[0], args[1]);
    String broker = options.get("--kafka");
    Messages messages = broker == null ? null : new Messages(broker);
    BenchServer server =
        kind.start(pages(work, messages), Integer.parseInt(options.getOrDefault("--port", "0")));
    return new BenchApplication(server, work, messages);
  }

  private static Map<String, Page> pages(Work work, @Nullable Messages messages) {
    Map<String, Page> pages = new LinkedHashMap<>();
    pages.put("plain", () -> "plain");
    pages.put("jdbc", work::jdbc);
    pages.put("redis", work::redis);
    pages.put("ai", work::ai);
    pages.put("all", () -> work.jdbc() + work.redis() + work.ai());
    if (messages != null) {
      pages.put("message", messages::roundTrip);
    }
    CallCost calls = new CallCost(work);
    pages.put("calls", calls::measure);
    pages.put("calls-cost", calls::toJson);
    pages.put("stats", () -> ProcessStats.read().toJson());
    pages.put("gc", BenchApplication::collected);
    return pages;
  }

  private static String collected() throws IOException, JMException {
    // The second collection takes what the first one found to be finalizable.
    System.gc();
    System.gc();
    return ProcessStats.read().withHeapUsed(LiveHeap.bytes()).toJson();
  }

  String url() {
    return "http://127.0.0.1:" + server.port();
  }

  @Override
  public void close() throws Exception {
    server.close();
    work.close();
    if (messages != null) {
      messages.close();
    }
  }
}
