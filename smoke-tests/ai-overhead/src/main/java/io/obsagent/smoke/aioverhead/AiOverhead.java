// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.aioverhead;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Starts {@link AiCalls} in one JVM without an agent and in one with each, and compares; or {@link
 * Windows} in one JVM with ours.
 */
public final class AiOverhead {
  private static final int CALLS = 20_000;
  private static final int WINDOWS = 8;
  private static final int WINDOW_MILLIS = 250;

  /** The last, for without its module anthropic-java would tell spans of its own. */
  private static final List<String> MODULES =
      List.of(
          "openai",
          "openai-websocket",
          "anthropic",
          "azure-ai",
          "aws-bedrock",
          "aws-sdk-2",
          "langchain4j",
          "google-genai",
          "google-genai-live",
          "google-adk",
          "cohere",
          "ollama4j",
          "spring-ai",
          "opentelemetry-api");

  /** So that the same is allocated each time: this compiler leaves nothing out. */
  static final List<String> PLAIN = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

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

  /** Nanoseconds of the CPU and bytes, of a call or a chunk. */
  record Cost(double nanos, double bytes) {
    private static Cost read(String[] columns, int first) {
      return new Cost(Double.parseDouble(columns[first]), Double.parseDouble(columns[first + 1]));
    }
  }

  /** What a call and a chunk take while the agent rests, and what it adds when it works. */
  record Row(
      String sdk, Cost restingCall, Cost call, Cost restingChunk, Cost chunk, double chunkKept) {
    private static Row read(String[] columns) {
      return new Row(
          columns[0],
          Cost.read(columns, 1),
          Cost.read(columns, 3),
          Cost.read(columns, 5),
          Cost.read(columns, 7),
          Double.parseDouble(columns[9]));
    }
  }

  private AiOverhead() {}

  /**
   * Prints a table of the agent, and of others that are given as {@code NAME=JAR[,OPTION…]}, in
   * whose options {@code PORT} stands for the port of a server that takes all.
   *
   * @param arguments {@code --windows} for a table of the agent at work and at rest, with what
   *     {@link Windows} takes; {@code --bytes} for these alone, by a compiler that leaves none out,
   *     so that they are the same each time; how many calls a round has, 20,000 if not given; and
   *     others to compare with
   */
  public static void main(String[] arguments) throws Exception {
    List<String> words = new ArrayList<>(List.of(arguments));
    if (words.remove("--windows")) {
      printWindows(words);
      return;
    }
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
      Map<String, Added> without = read(start(calls, compiler));
      for (Map.Entry<String, List<String>> agent : agents.entrySet()) {
        List<String> options = new ArrayList<>(compiler);
        options.addAll(sink.told(agent.getValue()));
        added(read(start(calls, options)), without)
            .forEach((sdk, added) -> print(sdk, agent.getKey(), added, compiler.isEmpty()));
      }
    }
  }

  private static void printWindows(List<String> words) throws Exception {
    System.out.println(
        "| SDK | a call at rest, µs | bytes | at work, µs | bytes | a chunk at rest, ns | bytes"
            + " | at work, ns | bytes | bytes kept |\n|---|---|---|---|---|---|---|---|---|---|");
    windows(
        List.of(),
        words.isEmpty() ? "" : words.get(0),
        words.size() < 2 ? WINDOWS : Integer.parseInt(words.get(1)),
        words.size() < 3 ? WINDOW_MILLIS : Integer.parseInt(words.get(2)),
        row ->
            System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %.0f | %+.2f | %+.0f | %.0f | %.0f | %+.0f | %+.0f | %+.2f |%n",
                row.sdk,
                row.restingCall.nanos / 1_000,
                row.restingCall.bytes,
                row.call.nanos / 1_000,
                row.call.bytes,
                row.restingChunk.nanos,
                row.restingChunk.bytes,
                row.chunk.nanos,
                row.chunk.bytes,
                row.chunkKept));
  }

  /**
   * Measures in one JVM with our agent.
   *
   * @param options of the JVM
   * @param start of the names of the SDKs
   */
  static void windows(
      List<String> options, String start, int windows, int millis, Consumer<Row> rows)
      throws Exception {
    try (Sink sink = new Sink()) {
      int port;
      try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = free.getLocalPort();
      }
      List<String> agent = new ArrayList<>(options);
      agent.addAll(sink.told(OURS));
      agent.add("-Dobs.server.port=" + port);
      agent.add("-Dobs.server.token=" + Windows.TOKEN);
      new Jvm(
              Windows.class,
              agent,
              List.of(
                  Integer.toString(port),
                  Integer.toString(windows),
                  Integer.toString(millis),
                  start))
          .read(columns -> rows.accept(Row.read(columns)));
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

  /**
   * What the instrumentations of the SDKs add to the rest of the agent, without optimisation: in
   * two JVMs at once, for nothing is timed.
   */
  static Map<String, Added> measureModules(int calls) throws Exception {
    try (Sink sink = new Sink()) {
      List<String> agent = new ArrayList<>(sink.told(OURS));
      agent.addAll(PLAIN);
      List<String> base = new ArrayList<>(agent);
      MODULES.forEach(name -> base.add("-Dobs.instrumentation." + name + ".enabled=false"));
      Jvm resting = start(calls, base);
      Jvm working = start(calls, agent);
      Map<String, Added> without = read(resting);
      return added(read(working), without);
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

  private static Jvm start(int calls, List<String> options) throws IOException {
    return new Jvm(AiCalls.class, options, List.of(Integer.toString(calls)));
  }

  private static Map<String, Added> read(Jvm jvm) throws IOException, InterruptedException {
    Map<String, Added> costs = new LinkedHashMap<>();
    jvm.read(columns -> costs.put(columns[0], Added.read(columns)));
    return costs;
  }
}
