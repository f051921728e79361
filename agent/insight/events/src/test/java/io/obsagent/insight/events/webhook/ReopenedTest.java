// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.insight.api.Endpoints;
import io.obsagent.insight.events.dora.Dora;
import io.obsagent.insight.events.store.EventStore;
import io.obsagent.insight.events.store.IncidentThread;
import io.obsagent.spi.event.Event;
import io.obsagent.spi.http.Handler;
import io.obsagent.spi.http.Request;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** An incident from ten to eleven that was not over, and was from half past eleven to noon. */
class ReopenedTest {
  private static final String SECRET = "a secret of the test";
  private static final Instant NOW = Instant.parse("2026-11-28T20:00:00Z");
  private static final String[] TIMES = {"10:00", "11:00", "11:30", "12:00"};

  private final EventStore store = EventStore.open(null);
  private final Handler handler = handler();
  private Map<String, List<String>> parameters = Map.of();

  private Handler handler() {
    Webhooks webhooks =
        new Webhooks(
            name -> SECRET,
            Map.of("service.name", "shop"),
            () -> NOW,
            event -> IncidentThread.add(store, event) != null);
    List<Handler> handlers = new ArrayList<>();
    new Endpoints((method, path, who, added) -> handlers.add(added), () -> {})
        .signed("/monitoring/events/{source}", webhooks::answer);
    return handlers.get(0);
  }

  private String post(String source, String body, String... headers) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String hmac = HexFormat.of().formatHex(mac.doFinal(bytes));
    String basic =
        Base64.getEncoder().encodeToString((":" + SECRET).getBytes(StandardCharsets.UTF_8));
    Map<String, List<String>> map = new HashMap<>();
    map.put(
        "authorization",
        List.of(source.equals("azure-devops") ? "Basic " + basic : "Bearer " + SECRET));
    map.put("x-gitlab-token", List.of(SECRET));
    map.put("x-hub-signature-256", List.of("sha256=" + hmac));
    map.put("x-pagerduty-signature", List.of("v1=" + hmac));
    for (int i = 0; i < headers.length; i += 2) {
      map.put(headers[i], List.of(headers[i + 1]));
    }
    var response =
        handler.handle(
            new Request(
                "POST",
                "/monitoring/events/" + source,
                parameters,
                map,
                Map.of("source", source),
                bytes));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    response.body().writeTo(out);
    String answer = response.status() + " " + out.toString(StandardCharsets.UTF_8);
    assertThat(answer).startsWith("200 ");
    return answer;
  }

  private static String at(int step) {
    return "2026-11-28T" + TIMES[step] + ":00Z";
  }

  /** Tells of a step of the incident. */
  private interface Step {
    void tell(int step) throws Exception;
  }

  private void assertOne(Step step) throws Exception {
    assertOne(step, "shop", 7200);
  }

  /** Each step is delivered, and all of them once more. */
  private void assertOne(Step step, String service, double seconds) throws Exception {
    for (int i = 0; i < TIMES.length; i++) {
      step.tell(i);
      Map<String, Double> now = metrics(service);
      if (i % 2 == 0) {
        assertThat(now).as("open").doesNotContainKey("time_to_restore_service");
      }
    }
    for (int i = 0; i < TIMES.length; i++) {
      step.tell(i);
    }
    assertThat(store.select(event -> true))
        .extracting(
            event -> event.attribute("status"),
            event -> Instant.ofEpochMilli(event.epochMillis()).toString())
        .containsExactly(
            org.assertj.core.api.Assertions.tuple("opened", at(0)),
            org.assertj.core.api.Assertions.tuple("resolved", at(1)),
            org.assertj.core.api.Assertions.tuple("opened", at(2)),
            org.assertj.core.api.Assertions.tuple("resolved", at(3)));
    List<Event> events = store.select(event -> true);
    assertThat(events)
        .extracting(event -> event.attribute("subject"))
        .containsOnly(events.get(0).attribute("subject"));
    assertThat(metrics(service)).containsEntry("time_to_restore_service", seconds);
  }

  private Map<String, Double> metrics(String service) {
    Map<String, Double> values = new TreeMap<>();
    for (MetricFamily family : new Dora(store, Duration.ofHours(1), () -> NOW).collect()) {
      for (MetricFamily.Point point : family.points()) {
        assertThat(point.labelValues()).startsWith(service, "production");
        values.put(family.name(), ((NumberPoint) point).value());
      }
    }
    return values;
  }

  private void pagerDuty(int step) throws Exception {
    String type = List.of("triggered", "resolved", "reopened", "resolved").get(step);
    String body =
        """
        {"event": {"event_type": "incident.%s", "occurred_at": "%s",
          "data": {"id": "PGR0VU2", "created_at": "2026-11-28T10:00:00Z", "title": "Down",
            "service": {"id": "PF9KMXH", "summary": "Order API", "type": "service_reference"}}}}
        """;
    post("pagerduty", body.formatted(type, at(step)));
  }

  @Test
  void ofPagerDuty() throws Exception {
    assertOne(this::pagerDuty, "Order API", 7200);
  }

  @Test
  void theAddressOfADeliveryKnowsTheServiceBetterThanPagerDuty() throws Exception {
    parameters = Map.of("service", List.of("orders"));
    assertOne(this::pagerDuty, "orders", 7200);
  }

  @Test
  void ofGitHub() throws Exception {
    assertOne(
        step ->
            post(
                "github",
                """
                {"action": "%s", "repository": {"full_name": "acme/shop"}, "issue": {"number": 7,
                 "title": "Down", "state": "%s", "labels": [{"name": "Incident"}],
                 "created_at": "2026-11-28T10:00:00Z", "updated_at": "%s", "closed_at": %s}}
                """
                    .formatted(
                        List.of("opened", "closed", "reopened", "closed").get(step),
                        step % 2 == 0 ? "open" : "closed",
                        at(step),
                        step % 2 == 0 ? "null" : '"' + at(step) + '"'),
                "x-github-event",
                "issues"));
  }

  @Test
  void ofGitLab() throws Exception {
    assertOne(
        step ->
            post(
                "gitlab",
                """
                {"object_kind": "issue", "object_attributes": {"id": 301, "title": "Down",
                 "type": "Incident", "state": "%s", "action": "%s",
                 "created_at": "2026-11-28 10:00:00 UTC", "updated_at": "%s", "closed_at": %s}}
                """
                    .formatted(
                        step % 2 == 0 ? "opened" : "closed",
                        List.of("open", "close", "reopen", "close").get(step),
                        at(step),
                        step % 2 == 0 ? "null" : '"' + at(step) + '"')));
  }

  @Test
  void ofAzureDevOps() throws Exception {
    assertOne(
        step ->
            post(
                "azure-devops",
                """
                {"eventType": "%s", "resource": {"id": 5, "fields": {
                  "System.WorkItemType": "Bug", "System.State": "%s", "System.Title": "Down",
                  "System.CreatedDate": "2026-11-28T10:00:00Z", "System.ChangedDate": "%s"}}}
                """
                    .formatted(
                        step == 0 ? "workitem.created" : "workitem.updated",
                        step % 2 == 0 ? "Active" : "Closed",
                        at(step))));
  }

  @Test
  void ofCdEvents() throws Exception {
    assertOne(
        step ->
            post(
                "cdevents",
                """
                {"context": {"version": "0.4.1", "id": "e%s", "source": "/ci",
                  "type": "dev.cdevents.incident.%s.0.2.0", "timestamp": "%s"},
                 "subject": {"id": "incident-1", "type": "incident", "content": {
                   "environment": {"id": "production"}, "service": {"id": "shop"}}}}
                """
                    .formatted(step, step % 2 == 0 ? "detected" : "resolved", at(step))));
  }

  @Test
  void inOurOwnForm() throws Exception {
    List<String> forms =
        List.of(
            "\"created\": \"%s\"",
            "\"resolved\": \"%s\"",
            "\"status\": \"reopened\", \"time\": \"%s\"",
            "\"resolved\": \"%s\"");
    assertOne(
        step ->
            post(
                "generic",
                "{\"type\": \"incident\", \"id\": \"7\", "
                    + forms.get(step).formatted(at(step))
                    + "}"));
  }

  private void alertmanager(String status, String start, String end) throws Exception {
    post(
        "alertmanager",
        """
        {"alerts": [{"status": "%s", "labels": {"alertname": "Down", "severity": "page"},
          "startsAt": "2026-11-28T%s:00Z", "endsAt": "%s", "fingerprint": "4cef"}]}
        """
            .formatted(status, start, end.isEmpty() ? "" : "2026-11-28T" + end + ":00Z"));
  }

  @Test
  void anAlertOfAlertmanagersThatFiresAgainSoonIsTheSame() throws Exception {
    for (int i = 0; i < 2; i++) {
      alertmanager("firing", "10:00", "");
      alertmanager("resolved", "10:00", "10:20");
      alertmanager("firing", "10:25", "");
      alertmanager("firing", "10:25", "");
      alertmanager("resolved", "10:25", "11:00");
      alertmanager("firing", "11:30", "");
      alertmanager("resolved", "11:30", "11:35");
    }
    assertThat(store.select(event -> true))
        .extracting(event -> event.attribute("subject"))
        .containsExactly(
            "4cef@1795860000000",
            "4cef@1795860000000",
            "4cef@1795860000000",
            "4cef@1795860000000",
            "4cef@1795865400000",
            "4cef@1795865400000");
    // An hour, and five minutes.
    assertThat(metrics("shop")).containsEntry("time_to_restore_service", 1950.0);
  }
}
