// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events.dora;

import io.obsagent.insight.api.ApiException;
import io.obsagent.insight.api.Params;
import io.obsagent.insight.events.store.EventStore;
import io.obsagent.insight.events.store.EventTypes;
import io.obsagent.spi.event.Event;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * {@code GET /monitoring/dora?range=90d}, and the same of the last 90 days as metrics. Thread-safe.
 */
public final class Dora {
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long USUAL = 90 * DAY;
  private static final long LONGEST = 366 * DAY;
  private static final long FRESH_MILLIS = 60_000;
  private static final int MAX_GROUPS = 200;

  static final MetricDefinition FREQUENCY = gauge("deployment_frequency", "Deployments a day.", "");

  static final MetricDefinition PER_DAY =
      gauge("deployments_per_day", "Deployments a day; as deployment_frequency.", "");

  static final MetricDefinition LEAD_TIME =
      gauge("lead_time_for_changes", "Median time from a commit to where it serves.", "s");

  static final MetricDefinition LEAD_TIME_HOURS =
      gauge("lead_time_hours", "As lead_time_for_changes, in hours.", "h");

  static final MetricDefinition FAILURE_RATE =
      gauge("change_failure_rate", "Failed deployments of all, 0 to 1.", "1");

  static final MetricDefinition RESTORE =
      gauge("time_to_restore_service", "Median time from a failure to its end.", "s");

  static final MetricDefinition RESTORE_HOURS =
      gauge("mttr_hours", "As time_to_restore_service, in hours.", "h");

  static final MetricDefinition RECOVERY =
      gauge(
          "failed_deployment_recovery_time",
          "Median time from a deployment that failed to the end of that.",
          "s");

  static final MetricDefinition REWORK =
      gauge("rework_rate", "Deployments that only repair, of all, 0 to 1.", "1");

  static final MetricDefinition ATTEMPTS =
      MetricDefinition.counter(
              "deployment_attempts_total", "Deployments that ended, of those that are remembered.")
          .unit("{deployment}")
          .labels("service", "environment", "status")
          .asOlderThanProcess();

  private final EventStore store;
  private final InstantSource clock;
  private final long windowMillis;
  private List<MetricFamily> families = List.of();
  private long familiesOf = -1;
  private long familiesAt;

  /**
   * @param failureWindow so long after a deployment, an incident without a cause is its failure
   */
  public Dora(EventStore store, Duration failureWindow, InstantSource clock) {
    this.store = store;
    this.windowMillis = failureWindow.toMillis();
    this.clock = clock;
  }

  private static MetricDefinition gauge(String name, String help, String unit) {
    return MetricDefinition.gauge(name, help).unit(unit).labels("service", "environment");
  }

  public Response answer(Params params) {
    long range = params.text("range").isEmpty() ? USUAL : params.duration("range");
    if (range < DAY || range > LONGEST) {
      throw ApiException.badData(
          "invalid parameter \"range\": expected a time from 1d to 366d, as 30d or 90d");
    }
    DoraReport report = report(range);
    return (params.wantsPage() ? report.page() : report.json())
        .with("Vary", "Accept, Accept-Encoding");
  }

  DoraReport report(long range) {
    long to = clock.millis() + 1;
    History history =
        new History(
            store.select(event -> EventStore.DELIVERY.contains(event.type())), windowMillis);
    List<DeliveryMetrics> services = new ArrayList<>();
    for (Deployment.Group group : history.groups()) {
      if (services.size() < MAX_GROUPS) {
        services.add(DeliveryMetrics.of(history, group, to - range, to));
      }
    }
    return new DoraReport(to - range, to, services);
  }

  /** Of the last 90 days; what is not known has no series. */
  public synchronized List<MetricFamily> collect() {
    long now = clock.millis();
    if (familiesOf != store.added() || now - familiesAt > FRESH_MILLIS) {
      familiesOf = store.added();
      familiesAt = now;
      families = new ArrayList<>(families(report(USUAL).services()));
      families.add(attempts());
    }
    return families;
  }

  private MetricFamily attempts() {
    Map<List<String>, Integer> counts = new LinkedHashMap<>();
    for (Event event : store.select(each -> each.type().equals(EventTypes.DEPLOYMENT))) {
      String status = event.attribute(EventTypes.STATUS);
      if (!status.equals(EventTypes.STARTED) && counts.size() < MAX_GROUPS) {
        String service = event.attribute(EventTypes.SERVICE);
        String environment = event.attribute(EventTypes.ENVIRONMENT);
        counts.merge(List.of(service, environment, status), 1, Integer::sum);
      }
    }
    List<MetricFamily.Point> points = new ArrayList<>();
    counts.forEach((labels, count) -> points.add(new NumberPoint(labels, count, null)));
    return new MetricFamily(ATTEMPTS, points);
  }

  private static List<MetricFamily> families(List<DeliveryMetrics> services) {
    return List.of(
        family(FREQUENCY, services, DeliveryMetrics::perDay),
        family(PER_DAY, services, DeliveryMetrics::perDay),
        family(LEAD_TIME, services, DeliveryMetrics::leadTimeSeconds),
        family(LEAD_TIME_HOURS, services, of -> of.leadTimeSeconds() / 3600),
        family(FAILURE_RATE, services, DeliveryMetrics::failureRate),
        family(RESTORE, services, DeliveryMetrics::restoreSeconds),
        family(RESTORE_HOURS, services, of -> of.restoreSeconds() / 3600),
        family(RECOVERY, services, DeliveryMetrics::recoverySeconds),
        family(REWORK, services, DeliveryMetrics::reworkRate));
  }

  private static MetricFamily family(
      MetricDefinition definition,
      List<DeliveryMetrics> services,
      ToDoubleFunction<DeliveryMetrics> value) {
    List<MetricFamily.Point> points = new ArrayList<>();
    for (DeliveryMetrics of : services) {
      double number = value.applyAsDouble(of);
      if (!Double.isNaN(number)) {
        points.add(
            new NumberPoint(List.of(of.group().service(), of.group().environment()), number, null));
      }
    }
    return new MetricFamily(definition, points);
  }
}
