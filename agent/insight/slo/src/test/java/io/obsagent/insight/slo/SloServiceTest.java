// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.insight.api.Endpoints;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.ConfigNode;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.config.Section;
import io.obsagent.spi.diagnostics.AgentReport;
import io.obsagent.spi.diagnostics.Problems;
import io.obsagent.spi.http.Access;
import io.obsagent.spi.http.Handler;
import io.obsagent.spi.http.Request;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricSource;
import io.obsagent.spi.metrics.Metrics;
import io.obsagent.spi.service.AgentContext;
import io.obsagent.yaml.YamlReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The feature as the agent runs it, asked over HTTP's words. */
class SloServiceTest {
  private static final String PATH = "/monitoring/sla";

  @TempDir private Path directory;
  private final Map<String, Handler> handlers = new HashMap<>();
  private final Map<String, Access> access = new HashMap<>();
  private final List<String> bounds = new ArrayList<>();
  private final List<MetricSource> sources = new ArrayList<>();
  private final List<Consumer<?>> listeners = new ArrayList<>();
  private String objectives = "";
  private String files = "";
  private Shop shop;
  private SloFeature feature;

  private final class TestConfig implements Config {
    @Override
    public <T> T get(Option<T> option) {
      return option.parser().apply(option == SloFeature.FILES ? files : option.defaultText());
    }

    @Override
    public <T> void onChange(Option<T> option, Consumer<T> listener) {}

    @Override
    public <T> T get(Section<T> section) {
      if (section != SloFeature.OBJECTIVES || objectives.isEmpty()) {
        return section.absent();
      }
      try {
        ConfigNode node = YamlReader.read("obs-agent.yaml", objectives).root();
        return section.parser().parse(node, problem -> {});
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public <T> void onChange(Section<T> section, Consumer<T> listener) {
      if (section == SloFeature.OBJECTIVES) {
        listeners.add(listener);
      }
    }
  }

  private void start() {
    shop = new Shop(directory, Shop.START.plus(Duration.ofDays(handlers.size())));
    shop.objectives.close();
    feature = new SloFeature();
    Metrics metrics =
        (Metrics)
            Proxy.newProxyInstance(
                Metrics.class.getClassLoader(),
                new Class<?>[] {Metrics.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("addBound")) {
                    bounds.add(arguments[0] + " " + arguments[1]);
                    return true;
                  }
                  if (method.getName().equals("register")) {
                    sources.add((MetricSource) arguments[0]);
                  }
                  return null;
                });
    AgentReport report =
        () -> {
          throw new AssertionError("not asked here");
        };
    AgentContext context =
        new AgentContext(
            new TestConfig(),
            metrics,
            Map.of("service.name", "web"),
            report,
            Thread::new,
            List.of(),
            null);
    feature.routes(
        new Endpoints(
            (method, path, may, handler) -> {
              handlers.put(method + " " + path, handler);
              access.put(method + " " + path, may);
            },
            () -> {}));
    feature.prepare(context);
    feature.start(shop.insight, context);
    shop.insight.cycle().add(feature::cycle);
  }

  @AfterEach
  void end() {
    if (feature != null) {
      feature.close();
      shop.close();
    }
    Problems.clear("slo.objectives");
  }

  private String ask(String method, String route, String name, String accept, String body) {
    String path = PATH + route.replace("{objective}", name);
    Request request =
        new Request(
            method,
            path,
            Map.of(),
            Map.of("accept", List.of(accept)),
            Map.of("objective", name),
            body.getBytes(StandardCharsets.UTF_8));
    Response response = handlers.get(method + " " + PATH + route).handle(request);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      response.body().writeTo(out);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return response.status() + " " + out.toString(StandardCharsets.UTF_8);
  }

  private String get(String route, String name) {
    return ask("GET", route, name, "*/*", "");
  }

  @Test
  void theReportHasAllThatThereIsToSay() {
    objectives = "[{name: shop, target: 99, owner: me, description: 'Is <well>'}]";
    start();
    shop.fail("/", "java.io.IOException", 7);
    shop.run(Duration.ofHours(3), 95, 5);
    String report = get("/error-budget/{objective}", "shop");
    assertThat(report)
        .startsWith("200 {\"status\":\"success\",\"data\":{\"id\":\"web-shop\",")
        .contains("\"owner\":\"me\"", "\"target\":99", "\"window\":\"30d\"")
        .contains("\"status\":\"BREACHED\"", "\"compliant\":false")
        .contains("\"goodEvents\":68400,\"badEvents\":3600,\"totalEvents\":72000,\"exact\":true")
        .contains("\"compliance_percent\":95,", "\"consumed_percent\":500,")
        .contains("\"totalEvents\":720,\"totalMinutes\":432,", "\"remainingEvents\":-2880,")
        .contains("\"remainingMinutes\":-1728", "\"burnRate\":{\"5m\":5,\"30m\":5,\"1h\":5,")
        .contains("\"exhaustion\":{\"projectedAt\":\"2026-03-02T03:00:00Z\",\"inSeconds\":0,")
        .contains(
            "{\"name\":\"ErrorBudgetExhausted\",\"severity\":\"critical\",\"state\":\"firing\"")
        .contains("{\"labels\":{\"route\":\"/\",\"status_code\":\"500\"},\"badEvents\":3600}")
        .contains(
            "\"worstExceptions\":[{\"labels\":{\"error_type\":\"java.io.IOException\",\"route\":\"/\"},"
                + "\"badEvents\":7}]")
        .contains("\"dataCoverage_percent\":0.4", "\"excludedMaintenance\":[]");
    assertThat(report.split("\"remaining_percent\"")).hasSize(62);
    assertThat(get("", ""))
        .contains("\"status\":\"BREACHED\",\"objectives\":[{\"id\":\"web-shop\"");
    assertThat(get("/objectives", "")).contains("\"error_ratio\":\"(sum(rate(http_requests_total{");
    assertThat(get("/error-budget/{objective}", "none")).startsWith("404 ");
    assertThat(ask("GET", "", "", "text/html", ""))
        .contains("<h2>web-shop</h2><p>Is &lt;well&gt;</p>", "3,600 of 72,000 events were bad")
        .contains("<svg role=\"img\"", "ErrorBudgetExhausted");
    assertThat(metric("sla_compliance_ratio")).isEqualTo(0.95);
    assertThat(metric("sla_target_ratio")).isEqualTo(0.99);
    assertThat(metric("sla_error_budget_remaining_ratio"))
        .isCloseTo(-4, org.assertj.core.api.Assertions.within(1e-9));
    MetricFamily burnRates = sources.get(0).collect().get(3);
    assertThat(burnRates.name()).isEqualTo("sla_burn_rate");
    assertThat(burnRates.labelNames()).containsExactly("service", "objective", "group", "window");
    assertThat(burnRates.points())
        .extracting(point -> point.labelValues().get(3))
        .containsExactly("5m", "30m", "1h", "2h", "6h", "1d", "3d", "period");
    assertThat(burnRates.points())
        .allSatisfy(
            point ->
                assertThat(((MetricFamily.NumberPoint) point).value())
                    .isCloseTo(5, org.assertj.core.api.Assertions.within(1e-9)));
  }

  private double metric(String name) {
    for (MetricFamily family : sources.get(0).collect()) {
      if (family.name().equals(name)) {
        return ((MetricFamily.NumberPoint) family.points().get(0)).value();
      }
    }
    throw new AssertionError(name);
  }

  @Test
  void whatCannotBeJudgedIsNotJudged() {
    objectives = "[{name: shop, target: 99}]";
    start();
    shop.run(Duration.ofMinutes(20), 0, 5);
    assertThat(get("/error-budget/{objective}", "web-shop"))
        .contains("\"status\":\"INSUFFICIENT_DATA\"", "\"compliant\":null")
        .contains("\"exhaustion\":{\"projectedAt\":null,\"inSeconds\":null,");
    assertThat(sources.get(0).collect().get(0).points()).isEmpty();
  }

  @Test
  void aThresholdBecomesABoundBeforeTheFirstRequests() {
    objectives = "[{name: shop, latency_threshold_ms: 350, target: 99}]";
    start();
    assertThat(bounds).contains("http_request_duration_seconds 0.35");
  }

  @Test
  void whatIsPostedNeedsTheTokenIsCountedAndKept() {
    start();
    assertThat(access.get("POST " + PATH + "/objectives")).isEqualTo(Access.WRITE);
    assertThat(access.get("DELETE " + PATH + "/objectives/{objective}")).isEqualTo(Access.WRITE);
    assertThat(access.get("GET " + PATH)).isEqualTo(Access.READ);
    String body =
        "{\"name\":\"p95\",\"type\":\"latency\",\"target\":95.0,\"latency_threshold_ms\":1000,"
            + "\"description\":\"fast\"}";
    assertThat(ask("POST", "/objectives", "", "*/*", body))
        .isEqualTo("200 {\"status\":\"success\",\"data\":[\"web-p95\"]}");
    assertThat(ask("POST", "/objectives", "", "*/*", "{name: a, target: 200}"))
        .startsWith("400 ")
        .contains("request:1: target: expected percent");
    assertThat(bounds).contains("http_request_duration_seconds 1.0");
    feature.close();
    shop.close();
    start();
    assertThat(get("/objectives", "")).contains("\"id\":\"web-p95\"");
    assertThat(ask("DELETE", "/objectives/{objective}", "p95", "*/*", "")).startsWith("200 ");
    assertThat(ask("DELETE", "/objectives/{objective}", "p95", "*/*", "")).startsWith("404 ");
    assertThat(get("/objectives", "")).isEqualTo("200 {\"status\":\"success\",\"data\":[]}");
  }

  @Test
  void aFileThatTurnsBadKeepsWhatItHad() throws IOException {
    Path file = directory.resolve("slo.yml");
    Files.writeString(file, "objectives: [{name: a, target: 99}, {name: b, target: 99}]");
    files = file.toString();
    List<List<Objective>> taken = new ArrayList<>();
    try (SloSources read = new SloSources(new TestConfig(), taken::add)) {
      read.begin();
      assertThat(taken.get(0)).extracting(Objective::name).containsExactly("a", "b");
      Files.writeString(file, "objectives: [{name: a, target: 98}, {name: b, target: 199}]");
      read.look();
      assertThat(taken.get(taken.size() - 1))
          .extracting(Objective::target)
          .containsExactly(0.99, 0.99);
      assertThat(Problems.all())
          .anyMatch(
              line ->
                  line.startsWith(file + ": not taken over, the 2 objectives before stay: ")
                      && line.contains("slo.yml:1: target: expected percent"));
      Files.writeString(file, "objectives: [{name: a, target: 97}]");
      read.look();
      assertThat(taken.get(taken.size() - 1)).extracting(Objective::target).containsExactly(0.97);
      assertThat(Problems.all()).noneMatch(line -> line.contains("slo.yml"));
    }
  }
}
