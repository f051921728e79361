// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import io.obsagent.insight.Insight;
import io.obsagent.insight.api.Answers;
import io.obsagent.insight.api.ApiException;
import io.obsagent.insight.api.Params;
import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.series.Target;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.diagnostics.Problems;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.service.AgentContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Objectives at work, and what is answered about them. Thread-safe. */
final class SloService implements AutoCloseable {
  private final Insight insight;
  private final Objectives objectives;
  private final PostedObjectives posted;
  private final SloSources sources;
  private final Incidents incidents;
  private final Config config;
  private final String service;
  private List<Objective> configured = List.of();

  private SloService(Insight insight, AgentContext context) {
    this.insight = insight;
    config = context.config();
    service = context.resource().getOrDefault("service.name", "");
    Target target = insight.cycle().targets().get(0);
    objectives =
        new Objectives(
            insight,
            Labels.of("job", target.job(), "instance", target.instance()),
            context.metrics()::addBound,
            this::counts);
    posted = new PostedObjectives(insight.dataDirectory());
    Firing firing = new Firing(insight.cycle()::now);
    insight.alerts().to(firing);
    incidents = new Incidents(insight.alerts(), firing);
    sources = new SloSources(config, this::use);
  }

  static SloService start(Insight insight, AgentContext context) {
    SloService service = new SloService(insight, context);
    service.sources.begin();
    context
        .metrics()
        .register(() -> SloMetrics.of(service.objectives.all(), insight.cycle().now()));
    return service;
  }

  private boolean counts(long time) {
    return config.get(SloFeature.MAINTENANCE).stream().noneMatch(each -> each.contains(time));
  }

  private synchronized void use(List<Objective> all) {
    configured = all.stream().map(objective -> objective.of(service)).toList();
    apply();
  }

  private void apply() {
    List<Objective> all = new ArrayList<>(configured);
    posted.all().forEach(objective -> all.add(objective.of(service)));
    List<String> problems = new ArrayList<>();
    List<Objective> unique = Objectives.unique(all, problems);
    Problems.replace("slo.names", problems);
    objectives.use(unique);
  }

  void cycle(long time) {
    objectives.cycle(time);
    incidents.cycle(objectives.all(), Instant.ofEpochMilli(time));
  }

  /** Answers a GET. */
  Response read(Params params) {
    String path = params.requestPath();
    if (path.endsWith("/objectives")) {
      return Answers.success(
          out -> {
            out.array();
            objectives.all().forEach(measured -> ReportJson.objective(out, measured));
            out.end();
          });
    }
    if (path.contains("/error-budget/")) {
      return budget(params.path("objective"));
    }
    List<Report> reports = reports();
    if (params.wantsPage()) {
      return SloPage.of(reports);
    }
    return Answers.success(
        out -> {
          out.object().field("time", insight.cycle().now().toString());
          out.field("status", worst(reports).name());
          out.name("objectives").array();
          reports.forEach(report -> ReportJson.report(out, report));
          out.end().end();
        });
  }

  private Response budget(String objective) {
    List<Report> found =
        reports().stream().filter(report -> isNamed(report.objective(), objective)).toList();
    if (found.isEmpty()) {
      throw new ApiException(404, "not_found", "there is no objective '" + objective + "'");
    }
    return Answers.success(
        out -> {
          if (found.size() == 1) {
            ReportJson.report(out, found.get(0));
          } else {
            out.array();
            found.forEach(report -> ReportJson.report(out, report));
            out.end();
          }
        });
  }

  private static boolean isNamed(Objective objective, String name) {
    return objective.id().equals(name) || objective.name().equals(name);
  }

  /** Reports of all budgets, that with least left first. */
  private List<Report> reports() {
    Instant now = insight.cycle().now();
    List<Maintenance> maintenance = config.get(SloFeature.MAINTENANCE);
    List<Report> reports = new ArrayList<>();
    for (Measured measured : objectives.all()) {
      for (Tally tally : measured.tallies()) {
        reports.add(Report.of(measured, tally, now, incidents, maintenance));
      }
    }
    reports.sort(Comparator.comparingDouble(report -> report.attainment().remaining()));
    return reports;
  }

  private static Attainment.Status worst(List<Report> reports) {
    Attainment.@Nullable Status worst = null;
    for (Report report : reports) {
      Attainment.Status status = report.attainment().status();
      boolean known = status != Attainment.Status.INSUFFICIENT_DATA;
      if (known && (worst == null || status.compareTo(worst) > 0)) {
        worst = status;
      }
    }
    return worst == null ? Attainment.Status.INSUFFICIENT_DATA : worst;
  }

  /** Answers what changes something: an objective with a body is added, one in the path goes. */
  synchronized Response write(Params params) {
    String body = params.body();
    if (params.requestPath().endsWith("/objectives")) {
      return add(body);
    }
    String name = params.path("objective");
    for (Objective objective : posted.all()) {
      if (isNamed(objective.of(service), name) && posted.remove(objective.id())) {
        apply();
        return Answers.success(out -> out.value(objective.of(service).id()));
      }
    }
    throw new ApiException(
        404, "not_found", "there is no objective '" + name + "' that was posted");
  }

  private Response add(String body) {
    ObjectiveFile read = ObjectiveFile.read("request", body);
    List<String> wrong = new ArrayList<>(read.errors());
    for (Objective objective : read.objectives()) {
      String id = objective.of(service).id();
      if (configured.stream().anyMatch(known -> known.id().equals(id))) {
        wrong.add(objective.place() + ": the configuration has an objective '" + id + "'");
      }
    }
    long others =
        posted.all().stream()
            .filter(known -> read.objectives().stream().noneMatch(o -> o.id().equals(known.id())))
            .count();
    if (configured.size() + others + read.objectives().size() > Objectives.MAX_OBJECTIVES) {
      wrong.add("request:1: there may be " + Objectives.MAX_OBJECTIVES + " objectives, no more");
    }
    if (!wrong.isEmpty()) {
      throw ApiException.badData(String.join("\n", wrong));
    }
    posted.add(read.objectives(), body);
    apply();
    return Answers.success(
        out -> {
          out.array();
          read.objectives().forEach(objective -> out.value(objective.of(service).id()));
          out.end();
        },
        read.warnings(),
        List.of());
  }

  @Override
  public void close() {
    sources.close();
    objectives.close();
  }
}
