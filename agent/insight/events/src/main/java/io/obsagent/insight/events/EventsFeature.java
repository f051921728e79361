// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events;

import io.obsagent.insight.Feature;
import io.obsagent.insight.Insight;
import io.obsagent.insight.api.ApiException;
import io.obsagent.insight.api.Endpoints;
import io.obsagent.insight.api.Params;
import io.obsagent.insight.events.webhook.Webhooks;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.event.Event;
import io.obsagent.spi.event.Events;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import io.obsagent.spi.service.AgentContext;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what happens: what the agent finds, what the application tells, and what other systems
 * deliver. Thread-safe.
 */
public final class EventsFeature implements Feature {
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

  @Override
  public String name() {
    return "events";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(Webhooks.SECRET);
  }

  @Override
  public void routes(Endpoints endpoints) {
    endpoints.get(EventEndpoint.PATH, params -> EventEndpoint.answer(params, taken()));
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
  }

  @Override
  public void cycle(long timeMillis) {
    EventStore kept = store;
    if (kept != null) {
      take(kept);
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
      known = new Webhooks(agent.config(), agent.resource(), started.cycle().clock(), kept::add);
      webhooks = known;
    }
    if (known == null) {
      throw new ApiException(503, "unavailable", "not started; the agent's log says why");
    }
    return known.answer(params);
  }

  private static List<MetricFamily> collect(EventStore kept) {
    return List.of(
        family(KEPT, kept.size()), family(BYTES, kept.bytes()), family(DROPPED, Events.dropped()));
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
