// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.overhead;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What agents add to a single call of a database, on the thread that makes it: with the span kept,
 * and where it is not. All contestants are up together and are asked by turns.
 */
final class CallCosts {
  private static final Map<String, String> KINDS =
      Map.of("jdbc", "JDBC, a prepared query", "jedis", "Jedis, GET", "lettuce", "Lettuce, GET");

  private static final int TURNS = 10;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final OverheadOptions options;
  private final Path root;
  private final List<String> arguments;

  CallCosts(OverheadOptions options, Path root, List<String> arguments) {
    this.options = options;
    this.root = root;
    this.arguments = arguments;
  }

  void run() throws IOException {
    Path target = root.resolve("smoke-tests/overhead/target");
    Files.createDirectories(target);
    List<Contestant> kept = options.contestants();
    List<Contestant> lost =
        kept.stream().filter(each -> each.jar() != null).map(Contestant::keepingNone).toList();
    String whereKept = table("span kept", measure(kept), kept);
    System.out.println(whereKept); // at once: the other half takes as long
    List<Contestant> withBase = new ArrayList<>(List.of(Contestant.NONE));
    withBase.addAll(lost);
    String whereLost = table("not kept", measure(withBase), withBase);
    System.out.print(whereLost);
    Files.writeString(target.resolve("calls.md"), whereKept + '\n' + whereLost);
  }

  private Map<Contestant, JsonNode> measure(List<Contestant> contestants) throws IOException {
    List<RunningTarget> targets = new ArrayList<>();
    try {
      for (Contestant each : contestants) {
        targets.add(RunningTarget.start(each, options.java(), root, arguments));
      }
      int slice = Math.max(1, (options.warmup() + options.requests()) / TURNS);
      for (int turn = 1; turn <= TURNS; turn++) {
        System.err.println("calls: turn " + turn + " of " + TURNS);
        for (RunningTarget target : targets) {
          target.send("/calls", slice);
        }
      }
      Map<Contestant, JsonNode> costs = new LinkedHashMap<>();
      for (RunningTarget target : targets) {
        costs.put(target.contestant(), JSON.readTree(target.page("/calls-cost")));
      }
      return costs;
    } finally {
      for (RunningTarget target : targets) {
        target.close();
      }
    }
  }

  private static String table(
      String what, Map<Contestant, JsonNode> costs, List<Contestant> contestants) {
    StringBuilder table = new StringBuilder("| adds to a call, " + what + " |");
    contestants.forEach(
        each -> table.append(' ').append(each.jar() == null ? "takes" : each.name()).append(" |"));
    table.append("\n|---|").append("---|".repeat(contestants.size())).append('\n');
    for (String kind : KINDS.keySet().stream().sorted().toList()) {
      for (String part : List.of("nanos", "bytes")) {
        table
            .append("| ")
            .append(KINDS.get(kind))
            .append(part.equals("nanos") ? ", ns" : ", bytes");
        double base = 0;
        for (Contestant each : contestants) {
          double value = costs.get(each).path(kind).path(part).asDouble();
          base = each.jar() == null ? value : base;
          table.append(
              String.format(
                  Locale.ROOT,
                  each.jar() == null ? " | %,.0f" : " | %+,.0f",
                  value - (each.jar() == null ? 0 : base)));
        }
        table.append(" |\n");
      }
    }
    return table.toString();
  }
}
