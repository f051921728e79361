// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.aioverhead;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Starts {@link AiCalls} in one JVM without an agent and in one with each, and compares. */
public final class AiOverhead {
  private static final int CALLS = 20_000;

  /** The last, for without its module anthropic-java would tell spans of its own. */
  private static final List<String> MODULES =
      List.of(
          "openai",
          "anthropic",
          "azure-ai",
          "aws-bedrock",
          "aws-sdk-2",
          "langchain4j",
          "google-genai",
          "cohere",
          "spring-ai",
          "opentelemetry-api");

  private static final List<String> PLAIN = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private static final List<String> OURS =
      List.of(
          "-javaagent:" + System.getProperty("obs.test.agent"),
          "-Dobs.server.port=0",
          "-Dobs.log.level=warn",
          "-Dobs.traces.exporter=otlp",
          "-Dobs.metrics.exporter=none",
          "-Dobs.exporter.otlp.endpoint=http://127.0.0.1:PORT");

  /** What an agent adds: nanoseconds of the CPU and bytes, on the thread that asks. */
  record Added(double callNanos, double callBytes, double chunkNanos, double chunkBytes) {
    private static Added read(String[] columns) {
      return new Added(
          Double.parseDouble(columns[1]),
          Double.parseDouble(columns[2]),
          Double.parseDouble(columns[3]),
          Double.parseDouble(columns[4]));
    }

    private Added minus(Added other) {
      return new Added(
          callNanos - other.callNanos,
          callBytes - other.callBytes,
          chunkNanos - other.chunkNanos,
          chunkBytes - other.chunkBytes);
    }
  }

  private AiOverhead() {}

  /**
   * Prints a table of the agent, and of others that are given as {@code NAME=JAR[,OPTION…]}, in
   * whose options {@code PORT} stands for the port of a server that takes all.
   *
   * @param arguments {@code --bytes} for these alone, by a compiler that leaves none out, so that
   *     they are the same each time; how many calls a round has, 20,000 if not given; and others to
   *     compare with
   */
  public static void main(String[] arguments) throws Exception {
    List<String> words = new ArrayList<>(List.of(arguments));
    List<String> compiler = words.remove("--bytes") ? PLAIN : List.of();
    boolean counted = !words.isEmpty() && words.get(0).matches("\\d+");
    int calls = counted ? Integer.parseInt(words.remove(0)) : CALLS;
    Map<String, List<String>> agents = new LinkedHashMap<>();
    agents.put("obs-agent", OURS);
    for (String other : words) {
      int equals = other.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("'" + other + "': give NAME=JAR[,OPTION...]");
      }
      agents.put(
          other.substring(0, equals),
          List.of(("-javaagent:" + other.substring(equals + 1)).split(",")));
    }
    System.out.println(
        compiler.isEmpty()
            ? "| SDK | agent | a call, bytes | a chunk, bytes | a call, µs | a chunk, ns |\n"
                + "|---|---|---|---|---|---|"
            : "| SDK | agent | a call, bytes | a chunk, bytes |\n|---|---|---|---|");
    try (Sink sink = new Sink()) {
      Map<String, Added> without = run(calls, compiler);
      for (Map.Entry<String, List<String>> agent : agents.entrySet()) {
        List<String> options = new ArrayList<>(compiler);
        options.addAll(sink.told(agent.getValue()));
        added(run(calls, options), without)
            .forEach((sdk, added) -> print(sdk, agent.getKey(), added, compiler.isEmpty()));
      }
    }
  }

  private static void print(String sdk, String agent, Added added, boolean timed) {
    System.out.printf(
        Locale.ROOT, "| %s | %s | %+.0f | %+.0f |", sdk, agent, added.callBytes, added.chunkBytes);
    if (timed) {
      System.out.printf(Locale.ROOT, " %+.1f | %+.0f |", added.callNanos / 1_000, added.chunkNanos);
    }
    System.out.println();
  }

  /** What the instrumentations of the SDKs add to the rest of the agent, without optimisation. */
  static Map<String, Added> measureModules(int calls) throws Exception {
    try (Sink sink = new Sink()) {
      List<String> agent = new ArrayList<>(sink.told(OURS));
      agent.addAll(PLAIN);
      List<String> base = new ArrayList<>(agent);
      MODULES.forEach(name -> base.add("-Dobs.instrumentation." + name + ".enabled=false"));
      Map<String, Added> without = run(calls, base);
      return added(run(calls, agent), without);
    }
  }

  private static Map<String, Added> added(Map<String, Added> costs, Map<String, Added> without) {
    Map<String, Added> added = new LinkedHashMap<>();
    costs.forEach((name, cost) -> added.put(name, cost.minus(without.get(name))));
    return added;
  }

  /** Takes what agents send. */
  private static final class Sink implements AutoCloseable {
    private final HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

    Sink() throws IOException {
      server.createContext(
          "/",
          exchange -> {
            try (exchange) {
              exchange.getRequestBody().readAllBytes();
              exchange.sendResponseHeaders(200, -1);
            }
          });
      server.start();
    }

    List<String> told(List<String> options) {
      String port = Integer.toString(server.getAddress().getPort());
      return options.stream().map(option -> option.replace("PORT", port)).toList();
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  private static Map<String, Added> run(int calls, List<String> options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            AiCalls.class.getName(),
            Integer.toString(calls)));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Map<String, Added> costs = new LinkedHashMap<>();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    for (String line : printed.split("\n")) {
      String[] columns = line.split("\t");
      if (columns.length == 5) {
        costs.put(columns[0], Added.read(columns));
      }
    }
    if (process.waitFor() != 0 || costs.isEmpty()) {
      throw new IOException("the calls ended with " + process.exitValue() + ": " + printed);
    }
    return costs;
  }
}
