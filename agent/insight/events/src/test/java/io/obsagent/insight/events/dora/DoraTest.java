// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events.dora;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.insight.api.Endpoints;
import io.obsagent.insight.events.store.EventStore;
import io.obsagent.spi.event.Event;
import io.obsagent.spi.http.Handler;
import io.obsagent.spi.http.Request;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DoraTest {
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

  private final EventStore store = EventStore.open(null);
  private final Dora dora = new Dora(store, Duration.ofHours(1), () -> NOW);

  private void event(String type, String subject, String at, String... more) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("subject", subject);
    all.put("service", "shop");
    all.put("environment", "production");
    for (int i = 0; i < more.length; i += 2) {
      all.put(more[i], more[i + 1]);
    }
    String id = type + subject + all.get("status");
    store.add(new Event(id, Instant.parse(at).toEpochMilli(), type, "generic", "", all));
  }

  private void deployment(String subject, String at, String... more) {
    String[] all = new String[more.length + 2];
    System.arraycopy(more, 0, all, 0, more.length);
    all[more.length] = "status";
    all[more.length + 1] = "success";
    event("deployment", subject, at, all);
  }

  private String ask(String range, String accept) throws Exception {
    List<Handler> handlers = new ArrayList<>();
    new Endpoints((method, path, access, handler) -> handlers.add(handler), () -> {})
        .get("/monitoring/dora", dora::answer);
    Response response =
        handlers
            .get(0)
            .handle(
                new Request(
                    "GET",
                    "/monitoring/dora",
                    range.isEmpty() ? Map.of() : Map.of("range", List.of(range)),
                    Map.of("accept", List.of(accept)),
                    Map.of(),
                    new byte[0]));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    response.body().writeTo(out);
    return response.status() + " " + out.toString(StandardCharsets.UTF_8);
  }

  private void twoDeployments() {
    event("change", "c1", "2026-11-26T10:00:00Z", "head", "c2");
    event("change", "c2", "2026-11-26T14:00:00Z", "head", "c2");
    deployment("1", "2026-11-26T16:00:00Z", "commit", "c2");
    deployment("2", "2026-11-27T16:00:00Z");
    event("incident", "i", "2026-11-27T16:30:00Z", "status", "opened");
    event("incident", "i", "2026-11-27T18:00:00Z", "status", "resolved");
  }

  @Test
  void theReportHasAllFiveMetrics() throws Exception {
    twoDeployments();
    assertThat(ask("30d", "*/*"))
        .startsWith("200 ")
        .contains("\"service\":\"shop\",\"environment\":\"production\"")
        .contains("\"deployments\":2,\"failed_deployments\":1,\"rework_deployments\":0")
        .contains(
            "\"lead_time_for_changes\":{\"seconds\":14400,\"hours\":4,\"changes\":2,"
                + "\"class\":\"One day\"}")
        .contains("\"change_failure_rate\":{\"ratio\":0.5,\"class\":\"46-60%\"}")
        .contains(
            "\"time_to_restore_service\":{\"seconds\":7200,\"hours\":2,\"incidents\":1,"
                + "\"class\":\"One day\"}")
        .contains("\"failed_deployment_recovery_time\":{\"seconds\":7200,\"hours\":2}")
        .contains("\"rework_rate\":{\"ratio\":0}")
        .contains("\"lead_time_hours\":[24,168,720],\"mttr_hours\":[1,24,168]");
  }

  @Test
  void theMetricsHaveBothSpellings() {
    twoDeployments();
    Map<String, Double> values = new TreeMap<>();
    for (MetricFamily family : dora.collect()) {
      for (MetricFamily.Point point : family.points()) {
        assertThat(point.labelValues()).startsWith("shop", "production");
        values.put(family.name(), ((NumberPoint) point).value());
      }
    }
    assertThat(values)
        .containsEntry("lead_time_for_changes", 14_400.0)
        .containsEntry("lead_time_hours", 4.0)
        .containsEntry("change_failure_rate", 0.5)
        .containsEntry("time_to_restore_service", 7_200.0)
        .containsEntry("mttr_hours", 2.0)
        .containsEntry("failed_deployment_recovery_time", 7_200.0)
        .containsEntry("rework_rate", 0.0)
        .containsEntry("deployment_attempts_total", 2.0)
        .containsEntry("deployments_per_day", values.get("deployment_frequency"));
    // Two in the 44 hours since the first is known of.
    assertThat(values.get("deployments_per_day")).isBetween(1.09, 1.0910);
  }

  @Test
  void whatIsNotKnownIsNull() throws Exception {
    deployment("1", "2026-11-26T16:00:00Z");
    assertThat(ask("", "*/*"))
        .contains("\"lead_time_for_changes\":{\"seconds\":null,\"hours\":null,\"changes\":0")
        .contains("\"time_to_restore_service\":{\"seconds\":null")
        .contains("\"change_failure_rate\":{\"ratio\":0,\"class\":\"0-15%\"}");
    assertThat(ask("1d", "*/*"))
        .contains("\"deployments\":0,")
        .contains("\"change_failure_rate\":{\"ratio\":null,\"class\":null}");
  }

  @Test
  void whoeverRepairsIsRework() throws Exception {
    deployment("1", "2026-11-26T16:00:00Z");
    event("incident", "i", "2026-11-26T20:00:00Z", "status", "opened", "cause", "1");
    deployment("2", "2026-11-26T21:00:00Z");
    event("incident", "i", "2026-11-26T21:05:00Z", "status", "resolved");
    deployment("3", "2026-11-26T22:00:00Z");
    assertThat(ask("", "*/*"))
        .contains("\"deployments\":3,\"failed_deployments\":1,\"rework_deployments\":1");
  }

  @Test
  void aPersonGetsAPage() throws Exception {
    twoDeployments();
    assertThat(ask("90d", "text/html")).contains("<table>", "4.0 h", "50.0 %", "2, weekly");
  }

  @Test
  void aRangeHasBounds() throws Exception {
    for (String range : List.of("1h", "2y", "soon")) {
      assertThat(ask(range, "*/*")).startsWith("400 ").contains("bad_data");
    }
    assertThat(ask("", "*/*")).contains("\"services\":[]");
  }

  @Test
  void timesAndRatiosHaveTheClassesOfFourKeys() {
    assertThat(DoraReport.timeClass(23.9 * 3600)).isEqualTo("One day");
    assertThat(DoraReport.timeClass(24 * 3600)).isEqualTo("One week");
    assertThat(DoraReport.timeClass(168 * 3600)).isEqualTo("One month");
    assertThat(DoraReport.timeClass(730 * 3600)).isEqualTo("Six months");
    assertThat(DoraReport.timeClass(4380 * 3600)).isEqualTo("One year");
    assertThat(DoraReport.failureClass(0.15)).isEqualTo("0-15%");
    assertThat(DoraReport.failureClass(0.16)).isEqualTo("16-45%");
    assertThat(DoraReport.failureClass(0.46)).isEqualTo("46-60%");
  }
}
