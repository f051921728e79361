// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

import io.obsagent.spi.diagnostics.AgentReport;
import io.obsagent.spi.diagnostics.AgentReport.Count;
import io.obsagent.spi.http.Html;
import io.obsagent.spi.http.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The agent's account of itself as a page. */
final class AgentPage {
  private AgentPage() {}

  static Response of(AgentReport.Snapshot snapshot) {
    Html html = new Html("obs-agent " + snapshot.version());
    html.paragraph(
        snapshot.serviceName()
            + ": "
            + snapshot.state().name().toLowerCase(Locale.ROOT)
            + ", up for "
            + snapshot.uptimeMillis() / 1000
            + " s, "
            + snapshot.sites()
            + " linked call sites.");
    texts(html, "Problems", "Problem", snapshot.problems());
    parts(html, snapshot.parts());
    exporters(html, snapshot.exporters());
    modules(html, snapshot.modules());
    texts(html, "Seen, not instrumented", "Library", snapshot.notInstrumented());
    counts(html, "Dropped", snapshot.drops());
    counts(html, "Errors", snapshot.errors());
    phases(html, snapshot.phases());
    options(html, snapshot.options());
    return html.page();
  }

  private static void texts(Html html, String caption, String column, List<String> texts) {
    List<List<String>> rows = new ArrayList<>();
    for (String text : texts) {
      rows.add(List.of(text));
    }
    html.table(caption, List.of(column), rows);
  }

  private static void parts(Html html, List<AgentReport.Part> parts) {
    List<List<String>> rows = new ArrayList<>();
    for (AgentReport.Part part : parts) {
      rows.add(
          List.of(
              part.name(),
              part.state().name().toLowerCase(Locale.ROOT),
              Long.toString(part.failures()),
              part.lastError(),
              time(part.lastFailureEpochMillis())));
    }
    html.table("Parts", List.of("Part", "State", "Failures", "Last error", "At"), rows);
  }

  private static void exporters(Html html, List<AgentReport.Exporter> exporters) {
    List<List<String>> rows = new ArrayList<>();
    for (AgentReport.Exporter exporter : exporters) {
      rows.add(
          List.of(
              exporter.name() + ", " + exporter.signal(),
              exporter.endpoint(),
              time(exporter.lastSuccessEpochMillis()),
              time(exporter.lastErrorEpochMillis()),
              exporter.lastError(),
              Integer.toString(exporter.queued()),
              Long.toString(exporter.dropped())));
    }
    html.table(
        "Exporters",
        List.of("Exporter", "Endpoint", "Last success", "Last error", "", "Queued", "Dropped"),
        rows);
  }

  private static String time(long epochMillis) {
    return epochMillis == 0 ? "never" : Instant.ofEpochMilli(epochMillis).toString();
  }

  private static void modules(Html html, List<AgentReport.ModuleState> modules) {
    List<List<String>> rows = new ArrayList<>();
    for (AgentReport.ModuleState module : modules) {
      rows.add(
          List.of(
              module.name(),
              module.version(),
              module.status().name().toLowerCase(Locale.ROOT),
              module.reason(),
              Long.toString(module.sites()),
              Long.toString(module.errors())));
    }
    html.table(
        "Modules", List.of("Module", "Version", "Status", "Reason", "Sites", "Errors"), rows);
  }

  private static void counts(Html html, String caption, List<Count> counts) {
    List<List<String>> rows = new ArrayList<>();
    for (Count count : counts) {
      rows.add(List.of(count.what(), count.reason(), Long.toString(count.count())));
    }
    html.table(caption, List.of("What", "Reason", "Count"), rows);
  }

  private static void phases(Html html, List<AgentReport.Phase> phases) {
    List<List<String>> rows = new ArrayList<>();
    for (AgentReport.Phase phase : phases) {
      rows.add(List.of(phase.name(), Double.toString(Math.round(phase.millis() * 10) / 10.0)));
    }
    html.table("Start", List.of("Phase", "Milliseconds"), rows);
  }

  private static void options(Html html, List<AgentReport.OptionValue> options) {
    List<List<String>> rows = new ArrayList<>();
    for (AgentReport.OptionValue option : options) {
      String source = option.place().isEmpty() ? option.source() : option.place();
      rows.add(List.of(option.key(), option.value(), source, option.description()));
    }
    html.table("Options", List.of("Key", "Value", "Source", "Meaning"), rows);
  }
}
