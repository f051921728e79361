// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events;

import io.obsagent.insight.Feature;
import io.obsagent.insight.Insight;
import io.obsagent.insight.alert.Alert;
import io.obsagent.insight.alert.IncidentLog;
import io.obsagent.insight.api.ApiException;
import io.obsagent.insight.api.Endpoints;
import io.obsagent.insight.api.Params;
import io.obsagent.insight.events.dora.Dora;
import io.obsagent.insight.events.regression.RegressionWatch;
import io.obsagent.insight.events.store.EventStore;
import io.obsagent.insight.events.store.EventTypes;
import io.obsagent.insight.events.store.IncidentThread;
import io.obsagent.insight.events.webhook.Webhooks;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.diagnostics.AgentReport;
import io.obsagent.spi.event.Event;
import io.obsagent.spi.event.Events;
import io.obsagent.spi.health.Health;
import io.obsagent.spi.health.HealthComponent;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import io.obsagent.spi.metrics.Metrics;
import io.obsagent.spi.service.AgentContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what happens: what the agent finds, what the application tells, and what other systems
 * deliver. Thread-safe.
 */
public final class EventsFeature implements Feature, IncidentLog {
  private static final String DORA_PATH = "/monitoring/dora";
  private static final int SHORTEST_SECRET = 16;

  /** A family: one for each sender. */
  static final Option<String> SECRET =
      Option.of(
              "events.<source>.secret",
              "text, at least " + SHORTEST_SECRET + " characters",
              "",
              "What a sender of webhooks signs with, or sends as its token; none of a sender"
                  + " without it is taken. Senders: github, gitlab, jenkins, circleci, argocd,"
                  + " tekton, azure-devops, pagerduty, alertmanager, grafana, cdevents, generic.",
              EventsFeature::secret)
          .asSecret()
          .asDynamic();

  static final Option<Duration> FAILURE_WINDOW =
      Option.duration(
          "dora.failure-window",
          "1h",
          "1m",
          "24h",
          "An incident that begins within this time after a deployment, and names no cause, counts"
              + " as that deployment's failure.");

  static final Option<Boolean> CHECK =
      Option.flag(
          "deployments.check",
          true,
          "Whether the requests before and after a deployment of this service are compared.");

  static final Option<Duration> CHECK_WINDOW =
      Option.duration(
          "deployments.check-window",
          "30m",
          "30s",
          "24h",
          "How long after a deployment its requests are looked at, and compared with those of four"
              + " times as long before it.");

  static final MetricDefinition KEPT =
      MetricDefinition.gauge("obs_agent_events", "Events that are kept.").unit("{event}");

  static final MetricDefinition BYTES =
      MetricDefinition.gauge("obs_agent_events_bytes", "Size of the events that are kept.")
          .unit("By");

  static final MetricDefinition DROPPED =
      MetricDefinition.counter(
              "obs_agent_events_dropped_total", "Events that came faster than they were taken.")
          .unit("{event}");

  private volatile @Nullable EventStore store;
  private volatile @Nullable AgentContext context;
  private volatile @Nullable Insight insight;
  private volatile @Nullable Webhooks webhooks;
  private volatile @Nullable IncidentWatch incidents;
  private @Nullable DeploymentWatch deployments;
  private @Nullable HealthWatch health;
  private @Nullable Dora dora;
  private @Nullable IncidentCounts counts;
  private @Nullable PipelineRuns pipelines;

  /** Held here, as the registry does not. */
  private @Nullable Metrics runs;

  private volatile @Nullable RegressionWatch regressions;
  private volatile @Nullable Predicate<Alert> left;
  private boolean looked;

  private static String secret(String text) {
    if (!text.isEmpty() && text.length() < SHORTEST_SECRET) {
      throw new IllegalArgumentException(
          "expected at least " + SHORTEST_SECRET + " characters, so that it cannot be guessed");
    }
    return text;
  }

  @Override
  public String name() {
    return "events";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(SECRET, FAILURE_WINDOW, CHECK, CHECK_WINDOW);
  }

  @Override
  public List<String> paths() {
    return List.of(EventEndpoint.PATH, DORA_PATH);
  }

  @Override
  public void routes(Endpoints endpoints) {
    endpoints.get(EventEndpoint.PATH, params -> EventEndpoint.answer(params, taken()));
    endpoints.get(DORA_PATH, params -> dora(taken()).answer(params));
    endpoints.signed(EventEndpoint.PATH + "/{source}", this::deliver);
  }

  @Override
  public void start(Insight started, AgentContext agent) {
    Path directory = started.dataDirectory();
    EventStore opened = EventStore.open(directory == null ? null : directory.resolve("events"));
    context = agent;
    insight = started;
    store = opened;
    agent.metrics().register(() -> collect(opened));
    started.alerts().to(this);
    if (opened.size() > 0) {
      incidents(); // some may be open since before
    }
  }

  /** Most processes never need it. */
  private synchronized @Nullable IncidentWatch incidents() {
    EventStore kept = store;
    Insight known = insight;
    AgentContext agent = context;
    if (incidents == null && kept != null && known != null && agent != null) {
      incidents = new IncidentWatch(kept, agent.resource(), known.cycle().clock().millis());
    }
    return incidents;
  }

  /** As the burn-rate alerts of objectives have them, too. */
  private static boolean opens(Alert alert) {
    String severity = alert.labels().get("severity");
    return severity.equals("critical") || severity.equals("page");
  }

  @Override
  public void receive(List<Alert> alerts) {
    Predicate<Alert> others = left;
    for (Alert alert : alerts) {
      if (opens(alert) && (others == null || !others.test(alert))) {
        tell(alert);
      }
    }
  }

  @Override
  public void tell(Alert incident) {
    Insight known = insight;
    IncidentWatch watch = incidents();
    if (watch != null && known != null) {
      watch.receive(incident, known.cycle().now());
    }
  }

  @Override
  public void leave(Predicate<Alert> alerts) {
    left = alerts;
  }

  @Override
  public List<Event> incidents(Predicate<Event> wanted) {
    EventStore kept = store;
    return kept == null
        ? List.of()
        : kept.select(each -> each.type().equals(EventTypes.INCIDENT) && wanted.test(each));
  }

  @Override
  public void cycle(long timeMillis) {
    EventStore kept = store;
    AgentContext agent = context;
    if (kept != null && agent != null) {
      take(kept);
      deployments(kept, agent, timeMillis);
      List<HealthComponent> components = Health.components();
      if (health == null && !components.isEmpty()) {
        health = new HealthWatch(kept);
      }
      if (health != null) {
        health.cycle(timeMillis, components);
      }
      IncidentWatch watch = incidents;
      if (watch != null) {
        watch.cycle(timeMillis);
      }
      regressions(kept, agent, timeMillis);
    }
  }

  private void deployments(EventStore kept, AgentContext agent, long timeMillis) {
    if (!looked) {
      looked = true;
      AppVersion version = AppVersion.find(agent.resource());
      if (version.isKnown()) {
        long start = agent.report().glance().startEpochMillis();
        deployments = new DeploymentWatch(kept, version, agent.resource(), start);
      }
    }
    if (deployments != null) {
      deployments.cycle(
          timeMillis, () -> agent.report().glance().state() == AgentReport.State.RUNNING);
    }
  }

  private void regressions(EventStore kept, AgentContext agent, long timeMillis) {
    Insight known = insight;
    RegressionWatch watch = regressions;
    if (watch == null && known != null && kept.hasDelivery() && agent.config().get(CHECK)) {
      String service = agent.resource().getOrDefault("service.name", "unknown");
      watch = new RegressionWatch(known, kept, service, agent.config().get(CHECK_WINDOW));
      regressions = watch;
    }
    if (watch != null) {
      watch.cycle(timeMillis);
    }
  }

  private static void take(EventStore kept) {
    for (Event event : Events.take()) {
      kept.add(event);
    }
  }

  /** With all that waits to be taken. */
  private EventStore taken() {
    EventStore kept = store;
    if (kept == null) {
      throw new ApiException(503, "unavailable", "not started; the agent's log says why");
    }
    take(kept);
    return kept;
  }

  private Response deliver(Params params) {
    EventStore kept = taken();
    Webhooks known = webhooks;
    AgentContext agent = context;
    Insight started = insight;
    if (known == null && agent != null && started != null) {
      known =
          new Webhooks(
              name -> agent.config().get(SECRET.at(name)),
              agent.resource(),
              started.cycle().clock(),
              event -> takes(kept, agent, event));
      webhooks = known;
    }
    if (known == null) {
      throw new ApiException(503, "unavailable", "not started; the agent's log says why");
    }
    return known.answer(params);
  }

  private boolean takes(EventStore kept, AgentContext agent, Event event) {
    boolean taken = IncidentThread.add(kept, event) != null;
    if (taken && PipelineRuns.isRun(event)) {
      pipelines(agent).count(event);
    }
    return taken;
  }

  private synchronized PipelineRuns pipelines(AgentContext agent) {
    PipelineRuns known = pipelines;
    if (known == null) {
      runs = agent.metrics().ofApplication();
      known = PipelineRuns.in(runs);
      pipelines = known;
    }
    return known;
  }

  /** Made when there is something to tell, or somebody asks. */
  private synchronized Dora dora(EventStore kept) {
    Insight started = insight;
    AgentContext agent = context;
    if (dora == null && started != null && agent != null) {
      dora = new Dora(kept, agent.config().get(FAILURE_WINDOW), started.cycle().clock());
    }
    if (dora == null) {
      throw new ApiException(503, "unavailable", "not started; the agent's log says why");
    }
    return dora;
  }

  private synchronized List<MetricFamily> counts(EventStore kept) {
    Insight started = insight;
    if (counts == null && started != null) {
      counts = new IncidentCounts(kept, started.cycle().clock());
    }
    return counts == null ? List.of() : counts.collect();
  }

  private List<MetricFamily> collect(EventStore kept) {
    List<MetricFamily> families = new ArrayList<>();
    families.add(family(KEPT, kept.size()));
    families.add(family(BYTES, kept.bytes()));
    families.add(family(DROPPED, Events.dropped()));
    if (kept.hasDelivery()) {
      families.addAll(dora(kept).collect());
      families.addAll(counts(kept));
      RegressionWatch watch = regressions;
      if (watch != null) {
        families.add(watch.collect());
      }
    }
    return families;
  }

  private static MetricFamily family(MetricDefinition definition, double value) {
    return new MetricFamily(definition, List.of(new NumberPoint(List.of(), value, null)));
  }

  @Override
  public void close() {
    EventStore kept = store;
    if (kept != null) {
      take(kept);
      kept.close();
    }
  }
}
