// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.bench;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/**
 * Tomcat with one servlet for each kind of work, on a fixed number of threads, so that figures
 * repeat. {@code bench-app REDIS_HOST:PORT OPENAI_BASE_URL [PORT]}.
 */
public final class BenchApplication implements AutoCloseable {
  private static final String THREADS = "4";

  private final Tomcat tomcat;
  private final Work work;

  private BenchApplication(Tomcat tomcat, Work work) {
    this.tomcat = tomcat;
    this.work = work;
  }

  /** Runs until the process ends and prints one line with its URL. */
  public static void main(String[] args) throws Exception {
    if (args.length < 2) {
      throw new IllegalArgumentException("usage: REDIS_HOST:PORT OPENAI_BASE_URL [PORT]");
    }
    int port = args.length > 2 ? Integer.parseInt(args[2]) : 0;
    System.out.println("Bench application ready at " + start(args[0], args[1], port).url());
    Thread.currentThread().join();
  }

  static BenchApplication start(String redis, String openAi, int port) throws Exception {
    Work work = Work.open(redis, openAi);
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(Files.createTempDirectory("bench-app").toString());
    tomcat.setConnector(connector(port));
    Context context = tomcat.addContext("", Path.of(".").toAbsolutePath().toString());
    serve(context, "plain", response -> "plain");
    serve(context, "jdbc", response -> work.jdbc());
    serve(context, "redis", response -> work.redis());
    serve(context, "ai", response -> work.ai());
    serve(context, "all", response -> work.jdbc() + work.redis() + work.ai());
    serve(context, "stats", BenchApplication::stats);
    serve(context, "gc", BenchApplication::collected);
    tomcat.start();
    return new BenchApplication(tomcat, work);
  }

  String url() {
    return "http://127.0.0.1:" + tomcat.getConnector().getLocalPort();
  }

  @Override
  public void close() throws Exception {
    tomcat.stop();
    tomcat.destroy();
    work.close();
  }

  private static Connector connector(int port) {
    Connector connector = new Connector();
    connector.setPort(port);
    connector.setProperty("address", InetAddress.getLoopbackAddress().getHostAddress());
    connector.setProperty("maxThreads", THREADS);
    connector.setProperty("minSpareThreads", THREADS);
    // One connection carries a whole window of the benchmark.
    connector.setProperty("maxKeepAliveRequests", "-1");
    connector.setProperty("keepAliveTimeout", "-1");
    return connector;
  }

  private static void serve(Context context, String name, WorkServlet.Page page) {
    Tomcat.addServlet(context, name, new WorkServlet(page));
    context.addServletMappingDecoded("/" + name, name);
  }

  private static String stats(HttpServletResponse response) throws IOException {
    response.setContentType("application/json");
    return ProcessStats.read().toJson();
  }

  private static String collected(HttpServletResponse response) throws IOException {
    // The second collection takes what the first one found to be finalizable.
    System.gc();
    System.gc();
    return stats(response);
  }
}
