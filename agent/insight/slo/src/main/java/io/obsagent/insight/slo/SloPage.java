// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import io.obsagent.spi.http.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** Reports as a page: plain tables and one drawing of each budget, without a script. */
final class SloPage {
  private static final int WIDTH = 600;
  private static final int HEIGHT = 120;

  private final StringBuilder out = new StringBuilder(8192);

  private SloPage() {}

  static Response of(List<Report> reports) {
    SloPage page = new SloPage();
    page.head();
    if (reports.isEmpty()) {
      page.out.append("<p>There is no objective. Write some below <code>slo.objectives</code>");
      page.out.append(" in obs-agent.yaml, or name files by <code>slo.files</code>.</p>");
    } else {
      page.table(reports);
      reports.forEach(page::report);
    }
    String text = page.out + "</main></body></html>\n";
    return Response.bytes(200, "text/html; charset=utf-8", text.getBytes(StandardCharsets.UTF_8))
        .with("Vary", "Accept, Accept-Encoding");
  }

  private void head() {
    out.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width\">")
        .append("<link rel=\"stylesheet\" href=\"/monitoring/style.css\">")
        .append("<title>Service level objectives</title></head><body><main>")
        .append("<h1>Service level objectives</h1>");
  }

  private void table(List<Report> reports) {
    out.append("<table><caption>Least budget first</caption><thead>");
    row(
        "th scope=\"col\"",
        List.of("Objective", "Status", "Target", "Attained", "Budget left", "Spent in"));
    out.append("</thead><tbody>");
    for (Report report : reports) {
      row(
          "td",
          List.of(
              title(report),
              report.attainment().status().name().replace('_', ' ').toLowerCase(Locale.ROOT),
              Attainment.percent(report.objective().target()) + " %",
              percent(report.attainment().ratio()),
              percent(report.attainment().remaining()),
              exhaustion(report)));
    }
    out.append("</tbody></table>");
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
    out.append("<h2>");
    text(title(report));
    out.append("</h2><p>");
    String description = report.objective().description();
    text(description.isEmpty() ? "" : description + ". ");
    text(
        String.format(
            Locale.ROOT,
            "%,d of %,d events were bad since %s; %,.1f may be. There is a count of %.1f %% of the"
                + " time.",
            attained.sum().bad(),
            attained.sum().total(),
            attained.start().truncatedTo(ChronoUnit.SECONDS),
            attained.allowed(),
            100 * attained.coverage()));
    out.append("</p>");
    drawing(report.history());
    burnRates(report);
    alerts(report);
    worst(report);
  }

  /** What was left of the budget over the period, from 100 % above to 0 below. */
  private void drawing(List<Report.Point> history) {
    double least = history.stream().mapToDouble(Report.Point::remaining).min().orElse(0);
    double bottom = Math.min(0, least);
    out.append("<svg role=\"img\" aria-label=\"budget left over the period\" viewBox=\"0 0 ")
        .append(WIDTH)
        .append(' ')
        .append(HEIGHT)
        .append("\" width=\"100%\" height=\"")
        .append(HEIGHT)
        .append("\" preserveAspectRatio=\"none\">");
    int zero = y(0, bottom);
    out.append("<line x1=\"0\" x2=\"").append(WIDTH).append("\" y1=\"").append(zero);
    out.append("\" y2=\"").append(zero).append("\" stroke=\"currentColor\" opacity=\".4\"/>");
    out.append("<polyline fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\" points=\"");
    for (int i = 0; i < history.size(); i++) {
      out.append(i * WIDTH / Math.max(1, history.size() - 1)).append(',');
      out.append(y(history.get(i).remaining(), bottom)).append(' ');
    }
    out.append("\"/></svg>");
  }

  private static int y(double remaining, double bottom) {
    return (int) Math.round(2 + (HEIGHT - 4) * (1 - remaining) / (1 - bottom));
  }

  private void burnRates(Report report) {
    out.append("<table><caption>Burn rate</caption><thead>");
    row("th scope=\"col\"", List.copyOf(report.burnRates().keySet()));
    out.append("</thead><tbody>");
    row(
        "td",
        report.burnRates().values().stream()
            .map(rate -> Double.isNaN(rate) ? "–" : String.format(Locale.ROOT, "%.2f", rate))
            .toList());
    out.append("</tbody></table>");
  }

  private void alerts(Report report) {
    if (report.episodes().isEmpty()) {
      return;
    }
    out.append("<table><caption>Alerts</caption><thead>");
    row("th scope=\"col\"", List.of("Alert", "Severity", "Since", "For"));
    out.append("</thead><tbody>");
    for (Firing.Episode episode : report.episodes()) {
      Instant end = episode.end() == null ? report.now() : episode.end();
      long minutes = Duration.between(episode.start(), end).toMinutes();
      row(
          "td",
          List.of(
              episode.name(),
              episode.severity(),
              episode.start().truncatedTo(ChronoUnit.SECONDS).toString(),
              minutes + " min" + (episode.end() == null ? ", fires" : "")));
    }
    out.append("</tbody></table>");
  }

  private void worst(Report report) {
    if (report.worst().isEmpty()) {
      return;
    }
    out.append("<table><caption>Bad events of today and yesterday</caption><thead>");
    row("th scope=\"col\"", List.of("Where", "Events"));
    out.append("</thead><tbody>");
    for (Contributors.Contributor each : report.worst()) {
      row("td", List.of(each.labels().toString(), String.format(Locale.ROOT, "%,.0f", each.bad())));
    }
    out.append("</tbody></table>");
  }

  private void row(String cell, List<String> texts) {
    String end = cell.contains(" ") ? cell.substring(0, cell.indexOf(' ')) : cell;
    out.append("<tr>");
    for (int i = 0; i < texts.size(); i++) {
      boolean first = i == 0 && cell.equals("td");
      out.append('<').append(first ? "th scope=\"row\"" : cell).append('>');
      text(texts.get(i));
      out.append("</").append(first ? "th" : end).append('>');
    }
    out.append("</tr>");
  }

  private void text(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '&' -> out.append("&amp;");
        case '"' -> out.append("&quot;");
        default -> out.append(c);
      }
    }
  }
}
