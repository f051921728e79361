// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events.dora;

import io.obsagent.insight.api.Answers;
import io.obsagent.spi.http.Html;
import io.obsagent.spi.http.JsonWriter;
import io.obsagent.spi.http.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The metrics of all services as an answer. Immutable. */
record DoraReport(long fromMillis, long toMillis, List<DeliveryMetrics> services) {
  private static final double HOUR = 3600;
  private static final double[] LEAD_TIME_HOURS = {24, 168, 720};
  private static final double[] RESTORE_HOURS = {1, 24, 168};
  private static final double DEPLOYMENTS_PER_DAY = 10;

  Response json() {
    return Answers.success(
        out -> {
          out.object().field("from", Instant.ofEpochMilli(fromMillis).toString());
          out.field("to", Instant.ofEpochMilli(toMillis).toString()).name("services").array();
          services.forEach(service -> write(out, service));
          out.end().name("thresholds").object();
          numbers(out.name("lead_time_hours"), LEAD_TIME_HOURS);
          numbers(out.name("mttr_hours"), RESTORE_HOURS);
          out.field("deployments_per_day", DEPLOYMENTS_PER_DAY).end().end();
        });
  }

  private static void numbers(JsonWriter out, double[] numbers) {
    out.array();
    for (double number : numbers) {
      out.value(number);
    }
    out.end();
  }

  private static void write(JsonWriter out, DeliveryMetrics of) {
    out.object().field("service", of.group().service());
    out.field("environment", of.group().environment());
    out.field("deployments", of.deployments()).field("failed_deployments", of.failed());
    out.field("rework_deployments", of.rework()).field("open_incidents", of.open());
    out.name("deployment_frequency").object().field("per_day", of.perDay());
    out.field("class", of.frequency().word()).end();
    time(out, "lead_time_for_changes", of.leadTimeSeconds(), "changes", of.changes());
    out.name("change_failure_rate").object().field("ratio", of.failureRate());
    out.field("class", failureClass(of.failureRate())).end();
    time(out, "time_to_restore_service", of.restoreSeconds(), "incidents", of.restored());
    out.name("failed_deployment_recovery_time").object();
    out.field("seconds", of.recoverySeconds()).field("hours", of.recoverySeconds() / HOUR).end();
    out.name("rework_rate").object().field("ratio", of.reworkRate()).end().end();
  }

  private static void time(JsonWriter out, String name, double seconds, String what, int count) {
    out.name(name).object().field("seconds", seconds).field("hours", seconds / HOUR);
    out.field(what, count).field("class", timeClass(seconds)).end();
  }

  /** As Four Keys has them, of the time of a change and of that to restore alike; null of none. */
  static @Nullable String timeClass(double seconds) {
    double hours = seconds / HOUR;
    if (Double.isNaN(hours)) {
      return null;
    }
    return hours < 24
        ? "One day"
        : hours < 168
            ? "One week"
            : hours < 730 ? "One month" : hours < 4380 ? "Six months" : "One year";
  }

  static @Nullable String failureClass(double ratio) {
    if (Double.isNaN(ratio)) {
      return null;
    }
    return ratio <= 0.15 ? "0-15%" : ratio < 0.46 ? "16-45%" : "46-60%";
  }

  Response page() {
    List<List<String>> rows = new ArrayList<>();
    for (DeliveryMetrics of : services) {
      rows.add(
          List.of(
              of.group().service(),
              of.group().environment(),
              of.deployments() + ", " + of.frequency().word().toLowerCase(Locale.ROOT),
              hours(of.leadTimeSeconds()),
              percent(of.failureRate()),
              hours(of.restoreSeconds()),
              hours(of.recoverySeconds()),
              percent(of.reworkRate())));
    }
    return new Html("DORA's metrics")
        .paragraph(
            "From "
                + Instant.ofEpochMilli(fromMillis)
                + " to "
                + Instant.ofEpochMilli(toMillis)
                + ". Times are medians.")
        .table(
            "Delivery",
            List.of(
                "Service",
                "Environment",
                "Deployments",
                "Lead time for changes",
                "Change failure rate",
                "Time to restore service",
                "Failed deployment recovery",
                "Rework rate"),
            rows)
        .page();
  }

  private static String hours(double seconds) {
    return Double.isNaN(seconds) ? "–" : String.format(Locale.ROOT, "%.1f h", seconds / HOUR);
  }

  private static String percent(double ratio) {
    return Double.isNaN(ratio) ? "–" : String.format(Locale.ROOT, "%.1f %%", 100 * ratio);
  }
}
