// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import io.obsagent.insight.api.Answers;
import io.obsagent.insight.slo.Attainment.Status;
import io.obsagent.spi.http.JsonWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reports and objectives as JSON. */
final class ReportJson {
  private static final double MINUTES = Duration.ofMinutes(1).toMillis();

  private ReportJson() {}

  static void objective(JsonWriter out, Measured measured) {
    Objective objective = measured.objective();
    out.object();
    fields(out, objective);
    out.field("min_events", objective.minEvents());
    out.name("group_by");
    Answers.strings(out, objective.grouping());
    out.name("labels");
    Answers.map(out, objective.labels());
    out.field("exact", measured.isExact());
    out.field("error_ratio", objective.indicator().errorRatio().template());
    out.field("place", objective.place());
    out.end();
  }

  private static void fields(JsonWriter out, Objective objective) {
    out.field("id", objective.id()).field("name", objective.name());
    out.field("service", objective.service()).field("type", objective.type());
    out.field("description", objective.description()).field("owner", objective.owner());
    out.name("target").value(rounded(100 * objective.target()));
    out.field("window", objective.period().toString());
    out.field("budgetingMethod", objective.indicator().method());
  }

  static void report(JsonWriter out, Report report) {
    out.object();
    head(out, report);
    budget(out, report, true);
    out.end();
  }

  private static void head(JsonWriter out, Report report) {
    Attainment attained = report.attainment();
    fields(out, report.objective());
    if (!report.tally().group().isEmpty()) {
      out.name("group");
      Answers.map(out, report.tally().group().toMap());
    }
    out.field("status", attained.status().name());
    out.name("period").object();
    out.field("type", report.objective().period().isRolling() ? "rolling" : "calendar");
    out.field("start", attained.start().toString()).field("end", attained.end().toString());
    out.end();
    out.field("goodEvents", attained.sum().good()).field("badEvents", attained.sum().bad());
    out.field("totalEvents", attained.sum().total()).field("exact", report.measured().isExact());
    out.name("compliance_percent").value(rounded(100 * attained.ratio()));
    if (attained.status() == Status.INSUFFICIENT_DATA) {
      out.field("compliant", (String) null);
    } else {
      out.field("compliant", attained.remaining() >= 0);
    }
    out.name("dataCoverage_percent").value(rounded(100 * attained.coverage()));
  }

  /** What an objective may still spend, for whoever asks for nothing else, too. */
  static void budget(JsonWriter out, Report report, boolean whole) {
    Attainment attained = report.attainment();
    double allowed = attained.allowed();
    double left = attained.remaining();
    out.name("errorBudget").object();
    out.name("ratio").value(rounded(report.objective().budget()));
    out.name("totalEvents").value(rounded(allowed));
    out.name("totalMinutes").value(rounded(report.budgetMinutes()));
    out.name("consumed_percent").value(rounded(100 * (1 - left)));
    out.name("remaining_percent").value(rounded(100 * left));
    out.name("remainingEvents").value(rounded(allowed - attained.sum().bad()));
    out.name("remainingMinutes").value(rounded(report.budgetMinutes() * left));
    out.end();
    out.name("burnRate").object();
    report.burnRates().forEach((window, rate) -> out.name(window).value(rounded(rate)));
    out.end();
    exhaustion(out, report);
    if (whole) {
      rest(out, report);
    }
  }

  private static void exhaustion(JsonWriter out, Report report) {
    Forecast.Projection projection = report.projection();
    out.name("exhaustion").object();
    // Of what cannot be judged, nothing is foretold.
    double none = Double.POSITIVE_INFINITY;
    boolean known = report.attainment().isSufficient();
    out.field("projectedAt", at(report.now(), known ? projection.hours() : none));
    out.name("inSeconds").value(rounded(3600 * (known ? projection.hours() : none)));
    out.field("confidenceLow", at(report.now(), known ? projection.low() : none));
    out.field("confidenceHigh", at(report.now(), known ? projection.high() : none));
    out.field("basis", projection.basis());
    out.end();
  }

  private static @Nullable String at(Instant now, double hours) {
    return Double.isInfinite(hours) ? null : now.plusSeconds(Math.round(3600 * hours)).toString();
  }

  private static void rest(JsonWriter out, Report report) {
    out.name("alerts").array();
    for (Firing.Episode episode : report.episodes()) {
      if (episode.end() == null) {
        out.object().field("name", episode.name()).field("severity", episode.severity());
        out.field("state", "firing").field("since", episode.start().toString()).end();
      }
    }
    out.end().name("incidents").array();
    for (Incidents.Incident incident : report.incidents()) {
      Instant end = incident.end();
      out.object().field("title", incident.title()).field("severity", incident.severity());
      out.field("start", incident.start().toString());
      out.field("end", end == null ? null : end.toString()).end();
    }
    out.end();
    contributors(out, "worstContributors", report.worst());
    contributors(out, "worstExceptions", report.exceptions());
    out.name("excludedMaintenance").array();
    for (Maintenance each : report.excluded()) {
      out.object().field("from", each.from().toString()).field("to", each.to().toString());
      double minutes = Duration.between(each.from(), each.to()).toMillis() / MINUTES;
      out.name("minutes").value(rounded(minutes));
      out.field("reason", each.reason()).end();
    }
    out.end().name("budgetHistory").array();
    for (Report.Point point : report.history()) {
      out.object().field("time", point.time().toString());
      out.name("remaining_percent").value(rounded(100 * point.remaining())).end();
    }
    out.end();
  }

  private static void contributors(
      JsonWriter out, String name, List<Contributors.Contributor> all) {
    out.name(name).array();
    for (Contributors.Contributor each : all) {
      out.object().name("labels");
      Answers.map(out, each.labels().toMap());
      out.name("badEvents").value(rounded(each.bad())).end();
    }
    out.end();
  }

  static double rounded(double value) {
    return Double.isNaN(value) || Double.isInfinite(value)
        ? Double.NaN
        : Math.round(value * 1e6) / 1e6;
  }
}
