// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import io.obsagent.insight.Feature;
import io.obsagent.insight.Insight;
import io.obsagent.insight.api.ApiException;
import io.obsagent.insight.api.Endpoint;
import io.obsagent.insight.api.Endpoints;
import io.obsagent.insight.api.Params;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.config.Section;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.service.AgentContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Objectives, their budgets and their alerts. As long as there is no objective, this is the only
 * class of it that is loaded. Thread-safe.
 */
public final class SloFeature implements Feature {
  static final String OBJECTIVES_PATH = "/monitoring/sla/objectives";

  /** In the data directory: objectives that were posted. */
  static final String POSTED_FILE = "posted-objectives.yml";

  static final Option<String> FILES =
      Option.text(
          "slo.files",
          "",
          "Files with objectives in the format of OpenSLO, Sloth or Pyrra or in the short form,"
              + " separated by commas; * and ? may stand in a file's name. They are looked at every"
              + " five seconds.");

  static final Option<String> DEFAULTS =
      Option.text(
          "slo.defaults",
          "",
          "Objectives that come with the agent, by their names, separated by commas: ai-success,"
              + " availability, deployment-success, errors, response-time, workflow-success.");

  static final Section<List<Objective>> OBJECTIVES =
      new Section<>(
          "slo.objectives",
          "Service level objectives: a name, a target in percent, and what is measured: requests"
              + " without a 5xx (availability), below a time (latency), good events of all, or a"
              + " condition.",
          """
          - name: checkout-availability
            type: availability
            target: 99.9
            route: /checkout
            period: 30d
          - name: checkout-latency
            type: latency
            threshold: 300ms
            target: 99
          - name: orders
            type: business
            good: orders_total{result="paid"}
            total: orders_total
            target: 98
          """,
          true,
          List.of(),
          (node, problems) -> ShortForm.read(node, problems));

  static final Section<List<Maintenance>> MAINTENANCE =
      new Section<>(
          "slo.maintenance",
          "Times that were agreed on, of which nothing counts for any objective; to be there before"
              + " they begin.",
          """
          - from: 2026-12-01T22:00:00Z
            to: 2026-12-02T00:00:00Z
            reason: move of the database
          """,
          true,
          List.of(),
          (node, problems) -> Maintenance.read(node, problems));

  private @Nullable Insight insight;
  private @Nullable AgentContext context;
  private volatile @Nullable SloService service;

  @Override
  public String name() {
    return "slo";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(FILES, DEFAULTS);
  }

  @Override
  public List<Section<?>> sections() {
    return List.of(OBJECTIVES, MAINTENANCE);
  }

  @Override
  public List<String> paths() {
    return List.of("/monitoring/sla");
  }

  @Override
  public void routes(Endpoints endpoints) {
    Endpoint reads = params -> service().read(params);
    endpoints.get("/monitoring/sla", reads);
    endpoints.get(OBJECTIVES_PATH, reads);
    endpoints.get("/monitoring/sla/error-budget/{objective}", reads);
    Endpoint writes = this::write;
    endpoints.post(OBJECTIVES_PATH, writes);
    endpoints.delete(OBJECTIVES_PATH + "/{objective}", writes);
  }

  private Response write(Params params) {
    return service().write(params);
  }

  @Override
  public void check(Config config) {
    if (isConfigured(config)) {
      SloSources.check(config);
    }
  }

  @Override
  public void prepare(AgentContext agent) {
    if (isConfigured(agent.config())) {
      SloSources.addBounds(agent.config(), agent.metrics()::addBound);
    }
  }

  @Override
  public synchronized void start(Insight started, AgentContext agent) {
    insight = started;
    context = agent;
    Path directory = started.dataDirectory();
    boolean posted = directory != null && Files.exists(directory.resolve(POSTED_FILE));
    if (posted || isConfigured(agent.config())) {
      service();
    } else {
      agent.config().onChange(OBJECTIVES, changed -> service());
    }
  }

  private static boolean isConfigured(Config config) {
    return !config.get(FILES).isEmpty()
        || !config.get(DEFAULTS).isEmpty()
        || !config.get(OBJECTIVES).isEmpty();
  }

  /** Begins when there is something to do for it. */
  private synchronized SloService service() {
    SloService running = service;
    if (running == null) {
      Insight started = insight;
      AgentContext agent = context;
      if (started == null || agent == null) {
        throw new ApiException(503, "unavailable", "not started; the agent's log says why");
      }
      running = SloService.start(started, agent);
      service = running;
    }
    return running;
  }

  @Override
  public void cycle(long timeMillis) {
    SloService running = service;
    if (running != null) {
      running.cycle(timeMillis);
    }
  }

  @Override
  public void close() {
    SloService running = service;
    if (running != null) {
      running.close();
    }
  }
}
