// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import io.obsagent.spi.http.Html;
import io.obsagent.spi.http.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reports as a page. */
final class SloPage {
  private final Html html = new Html("Service level objectives");

  private SloPage() {}

  static Response of(List<Report> reports) {
    SloPage page = new SloPage();
    if (reports.isEmpty()) {
      page.html.paragraph(
          "There is no objective. Write some below slo.objectives in obs-agent.yaml, or name files"
              + " by slo.files.");
    } else {
      page.table(reports);
      reports.forEach(page::report);
    }
    return page.html.page();
  }

  private void table(List<Report> reports) {
    List<List<String>> rows = new ArrayList<>();
    for (Report report : reports) {
      rows.add(
          List.of(
              title(report),
              report.attainment().status().name().replace('_', ' ').toLowerCase(Locale.ROOT),
              Attainment.percent(report.objective().target()) + " %",
              percent(report.attainment().ratio()),
              percent(report.attainment().remaining()),
              exhaustion(report)));
    }
    html.table(
        "Least budget first",
        List.of("Objective", "Status", "Target", "Attained", "Budget left", "Spent in"),
        rows);
  }

  private static String title(Report report) {
    return report.objective().id()
        + (report.tally().group().isEmpty() ? "" : " " + report.tally().group());
  }

  private static String percent(double ratio) {
    return Double.isNaN(ratio) ? "–" : String.format(Locale.ROOT, "%.3f %%", 100 * ratio);
  }

  private static String exhaustion(Report report) {
    Forecast.Projection projection = report.projection();
    if (!report.attainment().isSufficient()) {
      return "not known yet";
    }
    if (Double.isInfinite(projection.hours())) {
      return "not within the period";
    }
    return projection.hours() == 0
        ? "spent"
        : hours(projection.hours())
            + " ("
            + hours(projection.low())
            + " to "
            + (Double.isInfinite(projection.high()) ? "never" : hours(projection.high()))
            + ")";
  }

  private static String hours(double hours) {
    return hours < 48
        ? String.format(Locale.ROOT, "%.1f h", hours)
        : String.format(Locale.ROOT, "%.1f d", hours / 24);
  }

  private void report(Report report) {
    Attainment attained = report.attainment();
    html.heading(title(report));
    if (!report.objective().description().isEmpty()) {
      html.paragraph(report.objective().description());
    }
    html.paragraph(
        String.format(
            Locale.ROOT,
            "%,d of %,d events were bad since %s; %,.1f may be. There is a count of %.1f %% of the"
                + " time.",
            attained.sum().bad(),
            attained.sum().total(),
            attained.start().truncatedTo(ChronoUnit.SECONDS),
            attained.allowed(),
            100 * attained.coverage()));
    html.line(
        "budget left over the period",
        report.history().stream().map(Report.Point::remaining).toList());
    html.table(
        "Burn rate",
        List.copyOf(report.burnRates().keySet()),
        List.of(
            report.burnRates().values().stream()
                .map(rate -> Double.isNaN(rate) ? "–" : String.format(Locale.ROOT, "%.2f", rate))
                .toList()));
    alerts(report);
    incidents(report);
    worst("Bad events of today and yesterday", "Where", report.worst());
    worst("Exceptions of today and yesterday", "What", report.exceptions());
  }

  private void alerts(Report report) {
    List<List<String>> rows = new ArrayList<>();
    for (Firing.Episode episode : report.episodes()) {
      Instant end = episode.end() == null ? report.now() : episode.end();
      long minutes = Duration.between(episode.start(), end).toMinutes();
      rows.add(
          List.of(
              episode.name(),
              episode.severity(),
              episode.start().truncatedTo(ChronoUnit.SECONDS).toString(),
              minutes + " min" + (episode.end() == null ? ", fires" : "")));
    }
    if (!rows.isEmpty()) {
      html.table("Alerts", List.of("Alert", "Severity", "Since", "For"), rows);
    }
  }

  private void incidents(Report report) {
    List<List<String>> rows = new ArrayList<>();
    for (Incidents.Incident incident : report.incidents()) {
      Instant end = incident.end();
      rows.add(
          List.of(
              incident.title(),
              incident.start().truncatedTo(ChronoUnit.SECONDS).toString(),
              end == null ? "lasts" : end.truncatedTo(ChronoUnit.SECONDS).toString()));
    }
    if (!rows.isEmpty()) {
      html.table("Incidents", List.of("Incident", "From", "To"), rows);
    }
  }

  private void worst(String title, String column, List<Contributors.Contributor> all) {
    List<List<String>> rows = new ArrayList<>();
    for (Contributors.Contributor each : all) {
      rows.add(List.of(each.labels().toString(), String.format(Locale.ROOT, "%,.0f", each.bad())));
    }
    if (!rows.isEmpty()) {
      html.table(title, List.of(column, "Events"), rows);
    }
  }
}
