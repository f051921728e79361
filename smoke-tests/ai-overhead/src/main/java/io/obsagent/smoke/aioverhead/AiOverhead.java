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

/** Starts {@link AiCalls} in one JVM without the agent and in one with it, and compares. */
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

  /** What the agent adds: nanoseconds and bytes. */
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
   * Prints a table.
   *
   * @param arguments how many calls a round has; 20,000 if not given
   */
  public static void main(String[] arguments) throws Exception {
    int calls = arguments.length == 0 ? CALLS : Integer.parseInt(arguments[0]);
    System.out.println("| SDK | a call, µs | bytes | a chunk, ns | bytes |\n|---|---|---|---|---|");
    measure(calls)
        .forEach(
            (name, added) ->
                System.out.printf(
                    Locale.ROOT,
                    "| %s | %+.1f | %+.0f | %+.0f | %+.0f |%n",
                    name,
                    added.callNanos / 1_000,
                    added.callBytes,
                    added.chunkNanos,
                    added.chunkBytes));
  }

  /** What the agent adds, by SDK. */
  static Map<String, Added> measure(int calls) throws Exception {
    return compare(calls, false);
  }

  /** What the instrumentations of the SDKs add to the rest of the agent, without optimisation. */
  static Map<String, Added> measureModules(int calls) throws Exception {
    return compare(calls, true, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
  }

  private static Map<String, Added> compare(int calls, boolean modules, String... options)
      throws Exception {
    HttpServer sink =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    sink.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, -1);
          }
        });
    sink.start();
    try {
      List<String> agent = new ArrayList<>(List.of(options));
      agent.add("-javaagent:" + System.getProperty("obs.test.agent"));
      agent.add("-Dobs.server.port=0");
      agent.add("-Dobs.log.level=warn");
      agent.add("-Dobs.traces.exporter=otlp");
      agent.add("-Dobs.metrics.exporter=none");
      agent.add("-Dobs.exporter.otlp.endpoint=http://127.0.0.1:" + sink.getAddress().getPort());
      List<String> base = new ArrayList<>(modules ? agent : List.of(options));
      if (modules) {
        MODULES.forEach(name -> base.add("-Dobs.instrumentation." + name + ".enabled=false"));
      }
      Map<String, Added> without = run(calls, base);
      Map<String, Added> added = new LinkedHashMap<>();
      run(calls, agent).forEach((name, cost) -> added.put(name, cost.minus(without.get(name))));
      return added;
    } finally {
      sink.stop(0);
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
