// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.dashboards;

import io.obsagent.insight.api.ApiException;
import io.obsagent.insight.api.Endpoints;
import io.obsagent.insight.api.Params;
import io.obsagent.insight.files.FilePaths;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.diagnostics.Problems;
import io.obsagent.spi.http.Html;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.service.AgentContext;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is served of dashboards:
 *
 * <pre>
 * GET /monitoring/dashboards              all that there are
 * GET /monitoring/dashboards/{id}         panels and their queries; ?rate=1m&range=1h&job=…
 * GET /monitoring/dashboards/{id}.json    for Grafana; ?console=http://…
 * </pre>
 */
final class DashboardEndpoints {
  static final String ROOT = "/monitoring/dashboards";

  private static final String JSON = ".json";
  private static final String PROBLEMS = "dashboards.files";
  private static final Pattern TIME = Pattern.compile("[1-9][0-9]{0,8}(ms|[smhdw])");
  private static final Pattern URL = Pattern.compile("https?://[^\\s\"<>{}$]{1,500}");

  private final Supplier<@Nullable AgentContext> context;

  DashboardEndpoints(Supplier<@Nullable AgentContext> context) {
    this.context = context;
  }

  void routes(Endpoints endpoints) {
    endpoints.get(ROOT, this::list);
    endpoints.get(ROOT + "/{id}", this::one);
  }

  /** Tells what is wrong in the user's files, and what no longer is. */
  static void check(Config config) {
    List<String> problems = new ArrayList<>();
    Dashboards.read(files(config), problems::add);
    Problems.replace(PROBLEMS, problems);
  }

  static List<File> files(Config config) {
    return FilePaths.listed(
        config.get(DashboardOptions.FILES),
        wrong -> Problems.add(PROBLEMS, DashboardOptions.FILES.key() + ": " + wrong));
  }

  private Map<String, Dashboard> all() {
    AgentContext agent = context.get();
    if (agent == null) {
      throw new ApiException(503, "unavailable", "not started; the agent's log says why");
    }
    List<String> problems = new ArrayList<>();
    Map<String, Dashboard> all = Dashboards.all(files(agent.config()), problems::add);
    Problems.replace(PROBLEMS, problems);
    return all;
  }

  private Response list(Params params) {
    Map<String, Dashboard> all = all();
    if (!params.wantsPage()) {
      return Response.json(200, out -> PanelsJson.list(out, all.values()));
    }
    List<List<String>> rows = new ArrayList<>();
    for (Dashboard dashboard : all.values()) {
      rows.add(
          List.of(
              dashboard.title(),
              dashboard.description(),
              String.valueOf(dashboard.panels().size()),
              ROOT + "/" + dashboard.id() + JSON));
    }
    return new Html("Dashboards")
        .paragraph(
            "For Grafana: import a file from its address, or write all of them with"
                + " java -jar obs-agent.jar generate dashboards DIRECTORY.")
        .table("Dashboards", List.of("Title", "What it shows", "Panels", "For Grafana"), rows)
        .page();
  }

  private Response one(Params params) {
    String name = params.path("id");
    boolean grafana = name.endsWith(JSON);
    String id = grafana ? name.substring(0, name.length() - JSON.length()) : name;
    Dashboard dashboard = all().get(id);
    if (dashboard == null) {
      throw new ApiException(404, "not_found", "no dashboard '" + id + "'; see " + ROOT);
    }
    return grafana
        ? Response.bytes(
            200,
            "application/json",
            GrafanaDashboard.write(dashboard, console(params)).getBytes(StandardCharsets.UTF_8))
        : panels(dashboard, params);
  }

  /** Where the reader found the agent, unless told otherwise. */
  private static String console(Params params) {
    String given = params.text("console");
    if (!given.isEmpty() && !URL.matcher(given).matches()) {
      throw ApiException.badData("invalid parameter \"console\": expected http://HOST:PORT");
    }
    String host = params.request().header("host");
    String found = host == null ? "" : "http://" + host;
    return !given.isEmpty()
        ? given
        : URL.matcher(found).matches() ? found : GrafanaDashboard.CONSOLE;
  }

  private static Response panels(Dashboard dashboard, Params params) {
    String rate = time(params, "rate", "1m");
    String range = time(params, "range", dashboard.range());
    Map<String, List<String>> chosen = new LinkedHashMap<>();
    chosen.put("job", params.all("job"));
    chosen.put("instance", params.all("instance"));
    dashboard.variables().forEach(each -> chosen.put(each.name(), params.all(each.name())));
    return Response.json(
        200,
        out ->
            PanelsJson.dashboard(
                out, dashboard, expr -> Placeholders.filled(expr, chosen, rate, range)));
  }

  private static String time(Params params, String name, String otherwise) {
    String text = params.text(name);
    if (!text.isEmpty() && !TIME.matcher(text).matches()) {
      throw ApiException.badData(
          "invalid parameter \"" + name + "\": expected a time such as 30s, 5m or 1h");
    }
    return text.isEmpty() ? otherwise : text;
  }
}
