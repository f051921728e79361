// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.assistant;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Prints {@code /monitoring/ai} of an agent as tables: calls, tokens, latency and cost. */
final class AiReport {
  private static final String ROW = "%-28s %6s %6s %9s %9s %9s %9s %12s%n";
  private static final JsonMapper JSON = JsonMapper.shared();

  private AiReport() {}

  /** {@code URL} of the agent's port, and by what its calls are grouped, a table for each. */
  static void print(String[] args, PrintStream out) throws IOException, InterruptedException {
    if (args.length < 2) {
      throw new IllegalArgumentException("usage: report URL BY...");
    }
    String url = args[0].endsWith("/") ? args[0] : args[0] + '/';
    for (String by : List.of(args).subList(1, args.length)) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url + "monitoring/ai?range=1h&by=" + by)).build();
      HttpResponse<String> answer =
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IOException(request.uri() + " answers " + answer.statusCode());
      }
      out.println();
      out.print(table(by, JSON.readTree(answer.body()).path("data")));
    }
  }

  static String table(String by, JsonNode report) {
    StringBuilder table = new StringBuilder();
    table.append(
        line("by " + by, "calls", "errors", "tokens in", "out", "p50 ms", "p95 ms", "cost USD"));
    for (JsonNode group : report.path("groups")) {
      table.append(row(group.path(by).asString(), group));
    }
    return table.append(row("all", report.path("total"))).toString();
  }

  private static String row(String name, JsonNode use) {
    return line(
        name,
        count(use.path("calls")),
        count(use.path("errors")),
        count(use.path("tokens").path("input")),
        count(use.path("tokens").path("output")),
        millis(use.path("latency_seconds").path("p50")),
        millis(use.path("latency_seconds").path("p95")),
        use.path("cost_usd").isNumber()
            ? String.format(Locale.ROOT, "%.6f", use.path("cost_usd").asDouble())
            : "unknown");
  }

  private static String line(Object... cells) {
    return String.format(Locale.ROOT, ROW, cells);
  }

  private static String count(JsonNode number) {
    return number.isNumber() ? Long.toString(number.asLong()) : "-";
  }

  private static String millis(JsonNode seconds) {
    return seconds.isNumber() ? String.format(Locale.ROOT, "%.1f", seconds.asDouble() * 1e3) : "-";
  }
}
