// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.cli;

import io.obsagent.spi.cli.Command;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Draws a trace of the logging exporter's lines as a tree, for those who have no back end. */
final class TraceCommand implements Command {
  private static final int BAR = 24;

  @Override
  public String name() {
    return "trace";
  }

  @Override
  public String arguments() {
    return "FILE [TRACE-ID | ROOT-NAME]";
  }

  @Override
  public String description() {
    return "Draws a trace written by the exporter 'logging': the one with the most spans, or the one"
        + " asked for.";
  }

  private record Span(
      String traceId,
      String id,
      String parent,
      String name,
      String kind,
      long start,
      double millis,
      boolean failed,
      String detail) {}

  @Override
  public int run(List<String> arguments, PrintStream out, PrintStream err) {
    if (arguments.isEmpty() || arguments.size() > 2) {
      err.println("obs-agent trace: which file? usage: trace " + arguments());
      return USAGE;
    }
    Map<String, List<Span>> traces;
    try {
      traces = read(Path.of(arguments.get(0)));
    } catch (IOException e) {
      err.println("obs-agent trace: cannot read " + arguments.get(0) + ": " + e.getMessage());
      return UNREADABLE;
    }
    String wanted = arguments.size() == 2 ? arguments.get(1) : "";
    List<Span> best = List.of();
    for (List<Span> trace : traces.values()) {
      if (isWanted(trace, wanted) && trace.size() > best.size()) {
        best = trace;
      }
    }
    if (best.isEmpty()) {
      err.println("obs-agent trace: no such trace among " + traces.size() + " in the file");
      return FINDINGS;
    }
    draw(best, out);
    return OK;
  }

  private static boolean isWanted(List<Span> trace, String wanted) {
    return wanted.isEmpty()
        || trace.get(0).traceId().equals(wanted)
        || trace.stream().anyMatch(span -> span.name().equals(wanted));
  }

  private static Map<String, List<Span>> read(Path file) throws IOException {
    Map<String, List<Span>> traces = new LinkedHashMap<>();
    Load json = new Load(LoadSettings.builder().build());
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith("{") && json.loadFromString(line) instanceof Map<?, ?> map) {
        Span span = span(map);
        traces.computeIfAbsent(span.traceId(), id -> new ArrayList<>()).add(span);
      }
    }
    return traces;
  }

  private static Span span(Map<?, ?> map) {
    Map<?, ?> attributes = map.get("attributes") instanceof Map<?, ?> given ? given : Map.of();
    java.time.Instant start = java.time.Instant.parse(text(map, "time"));
    return new Span(
        text(map, "trace_id"),
        text(map, "span_id"),
        text(map, "parent_span_id"),
        text(map, "name"),
        text(map, "kind"),
        start.getEpochSecond() * 1_000_000_000L + start.getNano(),
        map.get("duration_ms") instanceof Number number ? number.doubleValue() : 0,
        text(map, "status").equals("ERROR"),
        detail(attributes));
  }

  private static String detail(Map<?, ?> attributes) {
    StringBuilder detail = new StringBuilder();
    for (String key :
        List.of(
            "http.response.status_code",
            "url.full",
            "db.system.name",
            "db.query.text",
            "gen_ai.usage.input_tokens",
            "gen_ai.usage.output_tokens")) {
      Object value = attributes.get(key);
      if (value != null) {
        String name = key.substring(key.lastIndexOf('.') + 1);
        detail.append(detail.length() == 0 ? "" : " ").append(name).append('=').append(value);
      }
    }
    return detail.toString();
  }

  private static String text(Map<?, ?> map, String key) {
    Object value = map.get(key);
    return value == null ? "" : value.toString();
  }

  private static void draw(List<Span> trace, PrintStream out) {
    trace.sort(Comparator.comparingLong(Span::start));
    long from = trace.get(0).start();
    double whole = 0;
    for (Span span : trace) {
      whole = Math.max(whole, (span.start() - from) / 1e6 + span.millis());
    }
    out.println("trace " + trace.get(0).traceId() + "  " + trace.size() + " spans");
    for (Span span : trace) {
      if (trace.stream().noneMatch(other -> other.id().equals(span.parent()))) {
        drawBranch(trace, span, "", "", from, whole, out);
      }
    }
  }

  private static void drawBranch(
      List<Span> trace,
      Span span,
      String lead,
      String childLead,
      long from,
      double whole,
      PrintStream out) {
    String title = lead + span.name() + (span.failed() ? "  ERROR" : "");
    String kind = span.kind().toLowerCase(java.util.Locale.ROOT);
    out.printf(
        "%-52s %-8s %9.2f ms %s %s%n",
        title, kind, span.millis(), bar(span, from, whole), span.detail());
    List<Span> children = trace.stream().filter(other -> other.parent().equals(span.id())).toList();
    for (int i = 0; i < children.size(); i++) {
      boolean last = i == children.size() - 1;
      drawBranch(
          trace,
          children.get(i),
          childLead + (last ? "└─ " : "├─ "),
          childLead + (last ? "   " : "│  "),
          from,
          whole,
          out);
    }
  }

  private static String bar(Span span, long from, double whole) {
    int begin = (int) Math.min(BAR - 1, (span.start() - from) / 1e6 / whole * BAR);
    int length = (int) Math.max(1, Math.round(span.millis() / whole * BAR));
    return " ".repeat(begin)
        + "█".repeat(Math.min(length, BAR - begin))
        + " ".repeat(Math.max(0, BAR - begin - length));
  }
}
