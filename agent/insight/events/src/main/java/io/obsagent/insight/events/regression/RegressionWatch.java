// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events.regression;

import io.obsagent.insight.Insight;
import io.obsagent.insight.events.regression.RegressionCheck.Finding;
import io.obsagent.insight.events.store.EventStore;
import io.obsagent.insight.events.store.EventTypes;
import io.obsagent.insight.promql.PromqlException;
import io.obsagent.insight.series.SampleLimitException;
import io.obsagent.spi.event.Event;
import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares what requests did before each deployment of this service with what they do after it.
 *
 * <pre>
 *  ├──── 48 blocks ────┤ start … ready ├ 2 ┤──── 12 blocks ────┤ look
 * </pre>
 *
 * Thread-safe.
 */
public final class RegressionWatch {
  static final int BEFORE = 48;
  static final int AFTER = 12;

  /** Caches are cold, and code is not compiled yet. */
  private static final int WARM_UP = 2;

  private static final int SAMPLES_OF_BLOCK = 4;
  private static final long SHOWN_MILLIS = Duration.ofDays(1).toMillis();
  private static final String AGENT = "agent";

  static final MetricDefinition REGRESSIONS =
      MetricDefinition.gauge(
              "deployment_regressions",
              "What became worse with the last deployment, for a day or until the next.")
          .labels("service", "environment", "version");

  private final Insight insight;
  private final EventStore store;
  private final String service;
  private final long blockMillis;
  private final Set<String> done = new HashSet<>();
  private long nextLook;
  private @Nullable Event last;

  /**
   * @param service whose requests this process serves
   * @param window how long what comes after a deployment is looked at
   */
  public RegressionWatch(Insight insight, EventStore store, String service, Duration window) {
    this.insight = insight;
    this.store = store;
    this.service = service;
    this.blockMillis =
        Math.max(
            window.toMillis() / AFTER, SAMPLES_OF_BLOCK * insight.cycle().interval().toMillis());
    for (Event found : store.select(each -> each.type().equals(EventTypes.REGRESSION))) {
      last = found;
      done.add(found.attribute(EventTypes.CAUSE));
    }
  }

  /** Looks at each deployment once, when there is enough after it. */
  public void cycle(long timeMillis) {
    if (timeMillis < nextLook) {
      return;
    }
    nextLook = timeMillis + Math.min(blockMillis, 60_000);
    List<Event> deployments = deployments();
    for (int i = 0; i < deployments.size(); i++) {
      Event deployment = deployments.get(i);
      long look = deployment.epochMillis() + (WARM_UP + AFTER) * blockMillis;
      boolean replaced = i + 1 < deployments.size() && deployments.get(i + 1).epochMillis() < look;
      boolean late = timeMillis > look + AFTER * blockMillis;
      String subject = deployment.attribute(EventTypes.SUBJECT);
      if (timeMillis >= look && !replaced && !late && done.add(subject)) {
        check(deployment, look, timeMillis);
      }
    }
  }

  /** Of this service that served, oldest first; the agent's own only where nobody else tells. */
  private List<Event> deployments() {
    List<Event> all =
        store.select(
            event ->
                event.type().equals(EventTypes.DEPLOYMENT)
                    && event.attribute(EventTypes.STATUS).equals(EventTypes.SUCCESS)
                    && event.attribute(EventTypes.SERVICE).equals(service));
    boolean told = all.stream().anyMatch(event -> !event.source().equals(AGENT));
    List<Event> deployments = new ArrayList<>(all);
    deployments.removeIf(event -> told && event.source().equals(AGENT));
    deployments.sort(Comparator.comparingLong(Event::epochMillis));
    return deployments;
  }

  private void check(Event deployment, long look, long timeMillis) {
    try {
      Blocks before = new Blocks(insight, began(deployment), blockMillis, BEFORE);
      List<String> routes = before.routes();
      List<Finding> findings =
          RegressionCheck.find(
              before.read(routes), new Blocks(insight, look, blockMillis, AFTER).read(routes));
      if (!findings.isEmpty()) {
        tell(deployment, findings, timeMillis);
      }
    } catch (PromqlException | SampleLimitException e) {
      AgentLog.warn("the requests before and after a deployment cannot be compared: " + e);
    }
  }

  /** When the process that is ready at last was started, if that is known. */
  private long began(Event deployment) {
    String subject = deployment.attribute(EventTypes.SUBJECT);
    return store
        .select(
            event ->
                event.type().equals(EventTypes.DEPLOYMENT)
                    && event.attribute(EventTypes.STATUS).equals(EventTypes.STARTED)
                    && event.attribute(EventTypes.SUBJECT).equals(subject))
        .stream()
        .mapToLong(Event::epochMillis)
        .min()
        .orElse(deployment.epochMillis());
  }

  private void tell(Event deployment, List<Finding> findings, long timeMillis) {
    String subject = deployment.attribute(EventTypes.SUBJECT);
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put(EventTypes.SUBJECT, subject);
    attributes.put(EventTypes.CAUSE, subject);
    for (String name :
        List.of(
            EventTypes.SERVICE, EventTypes.ENVIRONMENT, EventTypes.VERSION, EventTypes.COMMIT)) {
      attributes.put(name, deployment.attribute(name));
    }
    attributes.put("findings", Integer.toString(findings.size()));
    for (int i = 0; i < findings.size() && i < 20; i++) {
      attributes.put("finding_" + (i + 1), findings.get(i).text());
    }
    Event event =
        new Event(
            AGENT + ":regression:" + subject,
            timeMillis,
            EventTypes.REGRESSION,
            AGENT,
            "Worse since the deployment "
                + subject
                + ", "
                + findings.get(0).text()
                + (findings.size() == 1 ? "" : ", and " + (findings.size() - 1) + " more"),
            attributes);
    synchronized (this) {
      last = event;
    }
    store.add(event);
  }

  /** What the last deployment made worse, for the alert. */
  public MetricFamily collect() {
    List<MetricFamily.Point> points = new ArrayList<>();
    Event found;
    synchronized (this) {
      found = last;
    }
    List<Event> deployments = deployments();
    if (found != null
        && !deployments.isEmpty()
        && insight.cycle().now().toEpochMilli() - found.epochMillis() < SHOWN_MILLIS) {
      String latest = deployments.get(deployments.size() - 1).attribute(EventTypes.SUBJECT);
      if (latest.equals(found.attribute(EventTypes.CAUSE))) {
        List<String> labels =
            List.of(
                found.attribute(EventTypes.SERVICE),
                found.attribute(EventTypes.ENVIRONMENT),
                found.attribute(EventTypes.VERSION));
        double count = Double.parseDouble(found.attribute("findings"));
        points.add(new NumberPoint(labels, count, null));
      }
    }
    return new MetricFamily(REGRESSIONS, points);
  }
}
