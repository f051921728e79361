// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.insight.api.Endpoints;
import io.obsagent.spi.event.Event;
import io.obsagent.spi.http.Access;
import io.obsagent.spi.http.Handler;
import io.obsagent.spi.http.Request;
import io.obsagent.spi.http.Response;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Deliveries in the shapes in which their senders document them. */
class WebhooksTest {
  private static final String SECRET = "a secret of the test";
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

  private final Map<String, Event> taken = new HashMap<>();
  private final List<Event> events = new ArrayList<>();
  private final List<Access> access = new ArrayList<>();
  private String secret = SECRET;
  private final Handler handler = handler();

  private Handler handler() {
    Webhooks webhooks =
        new Webhooks(
            name -> secret,
            Map.of("service.name", "shop"),
            () -> NOW,
            event -> {
              if (taken.putIfAbsent(event.id(), event) != null) {
                return false;
              }
              return events.add(event);
            });
    List<Handler> handlers = new ArrayList<>();
    new Endpoints(
            (method, path, who, added) -> {
              access.add(who);
              handlers.add(added);
            },
            () -> {})
        .signed("/monitoring/events/{source}", webhooks::answer);
    return handlers.get(0);
  }

  private String post(String source, String body, String... headers) throws Exception {
    Map<String, List<String>> map = new HashMap<>();
    map.put("authorization", List.of("Bearer " + SECRET));
    map.put("x-gitlab-token", List.of(SECRET));
    map.put("x-hub-signature-256", List.of("sha256=" + hmac(body)));
    map.put("circleci-signature", List.of("v1=" + hmac(body)));
    map.put("x-pagerduty-signature", List.of("v1=" + hmac(body)));
    for (int i = 0; i < headers.length; i += 2) {
      map.put(headers[i].toLowerCase(Locale.ROOT), List.of(headers[i + 1]));
    }
    return post(source, body, map, Map.of());
  }

  private String post(
      String source,
      String body,
      Map<String, List<String>> headers,
      Map<String, List<String>> parameters)
      throws Exception {
    Response response =
        handler.handle(
            new Request(
                "POST",
                "/monitoring/events/" + source,
                parameters,
                headers,
                Map.of("source", source),
                body.getBytes(StandardCharsets.UTF_8)));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    response.body().writeTo(out);
    return response.status() + " " + out.toString(StandardCharsets.UTF_8);
  }

  private static String hmac(String body) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
  }

  private Event only() {
    assertThat(events).hasSize(1);
    return events.get(0);
  }

  private static void assertDeployment(Event event, String commit, String environment, String at) {
    assertThat(event.type()).isEqualTo("deployment");
    assertThat(event.attribute("status")).isEqualTo("success");
    assertThat(event.attribute("commit")).isEqualTo(commit);
    assertThat(event.attribute("environment")).isEqualTo(environment);
    assertThat(event.attribute("service")).isEqualTo("shop");
    assertThat(Instant.ofEpochMilli(event.epochMillis())).isEqualTo(Instant.parse(at));
  }

  @Test
  void theSenderIsCheckedByTheEndpointItself() {
    assertThat(access).containsExactly(Access.SIGNED);
  }

  @Test
  void gitHubsDeploymentCountsOnce() throws Exception {
    String body =
        """
        {"deployment": {"id": 145988746, "sha": "f95f8520", "environment": "staging", "task": "deploy"},
         "deployment_status": {"state": "success", "target_url": "", "updated_at": "2026-11-28T10:15:30Z"},
         "repository": {"full_name": "acme/shop"}}
        """;
    assertThat(post("github", body, "X-GitHub-Event", "deployment_status"))
        .isEqualTo("200 {\"status\":\"success\",\"data\":{\"accepted\":1,\"known\":0}}");
    assertDeployment(only(), "f95f8520", "staging", "2026-11-28T10:15:30Z");
    assertThat(only().id()).isEqualTo("github:deployment:145988746:success");
    assertThat(post("github", body, "X-GitHub-Event", "deployment_status"))
        .contains("\"accepted\":0,\"known\":1");
    assertThat(events).hasSize(1);
  }

  @Test
  void aDeploymentThatHasNotEndedIsLeftOut() throws Exception {
    assertThat(
            post(
                "github",
                "{\"deployment_status\": {\"state\": \"in_progress\"}}",
                "X-GitHub-Event",
                "deployment_status"))
        .contains("\"ignored\":\"the deployment has not ended with success or failure\"");
    assertThat(post("github", "{\"zen\": \"Keep it simple.\"}", "X-GitHub-Event", "ping"))
        .startsWith("200")
        .contains("nothing is made of 'ping'");
  }

  @Test
  void thePayloadOfAFormIsReadAsWell() throws Exception {
    String json =
        "{\"action\":\"completed\",\"workflow_run\":{\"id\":7,\"name\":\"Deploy shop\","
            + "\"head_sha\":\"abc1\",\"conclusion\":\"success\",\"updated_at\":\"2026-11-28T09:00:00Z\"}}";
    String form = "payload=…";
    assertThat(
            post(
                "github",
                form,
                Map.of(
                    "x-github-event",
                    List.of("workflow_run"),
                    "x-hub-signature-256",
                    List.of("sha256=" + hmac(form))),
                Map.of("payload", List.of(json))))
        .startsWith("200");
    assertDeployment(only(), "abc1", "production", "2026-11-28T09:00:00Z");
  }

  @Test
  void gitHubsPushIsItsCommits() throws Exception {
    post(
        "github",
        """
        {"after": "b2", "head_commit": {"id": "b2"}, "commits": [
          {"id": "a1", "timestamp": "2026-11-27T18:00:00+02:00", "message": "One\\n\\nMore."},
          {"id": "b2", "timestamp": "2026-11-27T19:00:00+02:00", "message": "Two"}]}
        """,
        "X-GitHub-Event",
        "push");
    assertThat(events).extracting(Event::type).containsExactly("change", "change");
    assertThat(events.get(0).attribute("subject")).isEqualTo("a1");
    assertThat(events.get(0).attribute("head")).isEqualTo("b2");
    assertThat(events.get(0).title()).isEqualTo("One");
    assertThat(Instant.ofEpochMilli(events.get(0).epochMillis()))
        .isEqualTo(Instant.parse("2026-11-27T16:00:00Z"));
  }

  @Test
  void gitHubsIssueIsAnIncidentWithItsCause() throws Exception {
    String issue =
        """
        {"action": "%s", "issue": {"number": 12, "state": "%s", "title": "Shop is down",
          "labels": [{"name": "Incident"}], "created_at": "2026-11-28T08:00:00Z", "closed_at": %s,
          "body": "It was.\\nRoot cause: f95f8520"}, "repository": {"full_name": "acme/shop"}}
        """;
    post("github", issue.formatted("opened", "open", "null"), "X-GitHub-Event", "issues");
    post(
        "github",
        issue.formatted("closed", "closed", "\"2026-11-28T09:30:00Z\""),
        "X-GitHub-Event",
        "issues");
    assertThat(events)
        .extracting(event -> event.attribute("status"))
        .containsExactly("opened", "resolved");
    assertThat(events.get(1).attribute("commit")).isEqualTo("f95f8520");
    assertThat(events.get(1).attribute("subject")).isEqualTo("acme/shop#12");
    assertThat(events.get(1).epochMillis() - events.get(0).epochMillis()).isEqualTo(5_400_000);
  }

  @Test
  void gitLabsDeploymentHook() throws Exception {
    post(
        "gitlab",
        """
        {"object_kind": "deployment", "status": "success", "status_changed_at": "2026-11-28 12:15:30 +0200",
         "deployment_id": 15, "environment": "production", "project": {"name": "shop"},
         "commit_url": "http://127.0.0.1/acme/shop/commit/279484c0"}
        """);
    assertDeployment(only(), "279484c0", "production", "2026-11-28T10:15:30Z");
  }

  @Test
  void gitLabsPipelineIsADeploymentByItsNameOnly() throws Exception {
    String hook =
        """
        {"object_kind": "pipeline", "object_attributes": {"id": %d, "name": "%s", "status": "success",
         "finished_at": "2026-11-28 09:00:00 UTC"}, "commit": {"id": "c3"}}
        """;
    post("gitlab", hook.formatted(1, "Deploy"));
    post("gitlab", hook.formatted(2, "Tests"));
    assertThat(events).extracting(Event::type).containsExactly("deployment", "pipeline");
    assertDeployment(events.get(0), "c3", "production", "2026-11-28T09:00:00Z");
  }

  @Test
  void jenkinsNotification() throws Exception {
    post(
        "jenkins",
        """
        {"name": "shop-deploy", "url": "job/shop-deploy/", "build": {"number": 18, "phase": "FINALIZED",
         "timestamp": 1795860930000, "duration": 61500, "status": "SUCCESS", "scm": {"commit": "c3d4", "branch": "main"},
         "parameters": {"environment": "qa"}}}
        """);
    assertDeployment(only(), "c3d4", "qa", Instant.ofEpochMilli(1795860930000L).toString());
    assertThat(only().attribute("duration_seconds")).isEqualTo("61.5");
  }

  @Test
  void circleCisWorkflow() throws Exception {
    post(
        "circleci",
        """
        {"type": "workflow-completed", "id": "1", "happened_at": "2026-11-28T10:15:30.5Z",
         "workflow": {"id": "fda08377", "name": "build-and-deploy", "status": "success",
         "stopped_at": "2026-11-28T10:15:00Z"}, "pipeline": {"vcs": {"revision": "1dc6aa69"}}}
        """);
    assertDeployment(only(), "1dc6aa69", "production", "2026-11-28T10:15:00Z");
  }

  @Test
  void argoCdsTemplate() throws Exception {
    post(
        "argocd",
        """
        {"app": "shop", "commit_sha": "9aa1", "status": "Synced", "environment": "prod-eu",
         "finished_at": "2026-11-28T10:00:00Z"}
        """);
    assertDeployment(only(), "9aa1", "prod-eu", "2026-11-28T10:00:00Z");
  }

  @Test
  void tektonsCloudEvent() throws Exception {
    post(
        "tekton",
        """
        {"pipelineRun": {"metadata": {"name": "deploy-shop-x7", "uid": "u-1"},
         "spec": {"params": [{"name": "gitrevision", "value": "77aa"}]},
         "status": {"completionTime": "2026-11-28T10:00:00Z"}}}
        """,
        "Ce-Type",
        "dev.tekton.event.pipelinerun.successful.v1");
    assertDeployment(only(), "77aa", "production", "2026-11-28T10:00:00Z");
  }

  @Test
  void azureDevOpsDeploymentAndBug() throws Exception {
    post(
        "azure-devops",
        """
        {"eventType": "ms.vss-release.deployment-completed-event", "resource": {
          "environment": {"id": 8, "name": "Dev", "status": "succeeded"},
          "deployment": {"id": 72, "deploymentStatus": "succeeded", "completedOn": "2026-11-28T09:18:46.44Z",
            "release": {"name": "Release-1", "artifacts": [
              {"definitionReference": {"sourceVersion": {"id": "44ff"}}}]}}}}
        """);
    assertDeployment(only(), "44ff", "Dev", "2026-11-28T09:18:46.440Z");
    post(
        "azure-devops",
        """
        {"eventType": "workitem.updated", "resource": {"workItemId": 5, "revision": {"fields": {
          "System.WorkItemType": "Bug", "System.State": "Resolved", "System.Title": "It hangs",
          "System.CreatedDate": "2026-11-28T08:00:00Z", "System.ChangedDate": "2026-11-28T09:00:00Z"}}}}
        """);
    assertThat(events.get(1).attribute("status")).isEqualTo("resolved");
    assertThat(events.get(1).title()).isEqualTo("It hangs");
  }

  @Test
  void pagerDutysIncident() throws Exception {
    String event =
        """
        {"event": {"id": "01", "event_type": "incident.%s", "occurred_at": "2026-11-28T0%d:00:00Z",
          "data": {"id": "PGR0VU2", "title": "A little bump", "urgency": "high",
          "created_at": "2026-11-28T08:00:00Z"}}}
        """;
    post("pagerduty", event.formatted("triggered", 8));
    post("pagerduty", event.formatted("acknowledged", 8));
    post("pagerduty", event.formatted("resolved", 9));
    assertThat(events)
        .extracting(Event::id)
        .containsExactly(
            "pagerduty:incident:PGR0VU2:opened", "pagerduty:incident:PGR0VU2:resolved");
  }

  @Test
  void alertmanagersCriticalAlertsAreIncidents() throws Exception {
    String hook =
        """
        {"version": "4", "status": "firing", "alerts": [
          {"status": "%s", "labels": {"alertname": "Down", "severity": "critical", "service": "stock"},
           "annotations": {"summary": "stock is down"}, "startsAt": "2026-11-28T08:00:00.123456789Z",
           "endsAt": "%s", "fingerprint": "4cef"},
          {"status": "firing", "labels": {"alertname": "Slow", "severity": "warning"},
           "startsAt": "2026-11-28T08:00:00Z", "fingerprint": "5d"}]}
        """;
    post("alertmanager", hook.formatted("firing", "0001-01-01T00:00:00Z"));
    post("alertmanager", hook.formatted("resolved", "2026-11-28T08:20:00Z"));
    assertThat(events)
        .extracting(event -> event.attribute("status"))
        .containsExactly("opened", "resolved");
    assertThat(events.get(0).attribute("service")).isEqualTo("stock");
    assertThat(events.get(0).attribute("subject")).isEqualTo(events.get(1).attribute("subject"));
  }

  @Test
  void grafanasAnnotation() throws Exception {
    post(
        "grafana",
        """
        {"time": 1795860930000, "tags": ["deployment", "environment:qa", "commit:aa11"], "text": "Shop 3.1"}
        """);
    assertDeployment(only(), "aa11", "qa", Instant.ofEpochMilli(1795860930000L).toString());
    post("grafana", "{\"text\": \"Sale begins\", \"tags\": []}");
    assertThat(events.get(1).type()).isEqualTo("annotation");
  }

  @Test
  void cdEventsBareAndInACloudEvent() throws Exception {
    String event =
        """
        {"context": {"version": "0.4.1", "id": "%s", "source": "/ci", "type": "dev.cdevents.service.deployed.0.2.0",
          "timestamp": "2026-11-28T10:00:00Z"}, "customData": {"commit": "ab12"},
         "subject": {"id": "shop", "type": "service", "content": {"environment": {"id": "production"},
          "artifactId": "pkg:oci/shop@sha256:234fd47e"}}}
        """;
    post("cdevents", event.formatted("e1"), "Ce-Type", "dev.cdevents.service.deployed.0.2.0");
    post(
        "cdevents",
        "{\"specversion\": \"1.0\", \"id\": \"x\", \"type\": \"dev.cdevents.service.deployed.0.2.0\","
            + " \"data\": "
            + event.formatted("e2")
            + "}");
    for (Event deployed : events) {
      assertDeployment(deployed, "ab12", "production", "2026-11-28T10:00:00Z");
      assertThat(deployed.attribute("version")).isEqualTo("sha256:234fd47e");
    }
    assertThat(events).hasSize(2);
    post("cdevents", "{\"n\": 1}", "Ce-Type", "com.acme.sale", "Ce-Id", "9", "Ce-Source", "/till");
    assertThat(events.get(2).type()).isEqualTo("cloudevent");
    assertThat(events.get(2).attribute("kind")).isEqualTo("com.acme.sale");
  }

  @Test
  void ourOwnForm() throws Exception {
    post(
        "generic",
        """
        [{"type": "deployment", "id": "42", "service": "stock", "environment": "qa", "version": "3.1",
          "commit": "c2", "commits": [{"id": "c1", "timestamp": "2026-11-28T07:00:00Z"},
          {"id": "c2", "timestamp": "2026-11-28T08:00:00Z"}], "time": "2026-11-28T10:00:00Z"},
         {"type": "incident", "id": "7", "created": "2026-11-28T10:10:00Z",
          "resolved": "2026-11-28T10:40:00Z", "deployment": "42"},
         {"type": "sale", "title": "Black Friday", "discount": 20}]
        """);
    assertThat(events)
        .extracting(Event::type)
        .containsExactly("change", "change", "deployment", "incident", "incident", "sale");
    Event deployment = events.get(2);
    assertThat(deployment.attributes())
        .containsEntry("service", "stock")
        .containsEntry("version", "3.1")
        .containsEntry("status", "success");
    assertThat(events.get(4).attribute("cause")).isEqualTo("42");
    assertThat(events.get(5).attribute("discount")).isEqualTo("20");
  }

  @Test
  void whatHasNoIdIsTheSameIfItIsTheSame() throws Exception {
    String sale = "{\"type\": \"sale\", \"n\": 1}";
    post("generic", sale);
    post("generic", sale);
    post("generic", "{\"type\": \"sale\", \"n\": 2}");
    assertThat(events).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "generic | hello | the body must be a JSON object",
        "generic | {\"type\": | the body is no JSON",
        "generic | {\"id\": \"1\"} | type: is missing",
        "generic | {\"type\": \"A b\"} | type: expected lower-case letters",
        "generic | {\"type\":\"deployment\",\"status\":\"soon\"} | status: expected success, failure or started",
        "generic | {\"type\":\"sale\",\"time\":\"soon\"} | time: expected a time like 2026-11-28T10:15:30Z, not 'soon'",
        "generic | {\"type\":\"sale\",\"time\":\"2026-12-28T10:15:30Z\"} | more than a day ahead",
        "generic | [{\"type\":\"sale\"},{\"type\":\"deployment\",\"commits\":[{}]}] | [1].commits[0].id: is missing",
        "generic | {\"type\":\"incident\",\"id\":\"1\",\"created\":\"2026-11-28T09:00:00Z\",\"resolved\":\"2026-11-28T08:00:00Z\"} | resolved: is before 'created'",
        "alertmanager | {} | alerts: expected a list of alerts",
        "jenkins | {\"build\":{\"phase\":\"FINALIZED\"}} | name: is missing",
        "pagerduty | {\"event\":{}} | event.event_type: is missing",
        "azure-devops | {} | eventType: is missing",
        "cdevents | {} | no CloudEvent",
        "argocd | {\"status\":\"Synced\"} | commit_sha: is missing",
        "grafana | {} | text: is missing",
      })
  void whatIsWrongIsToldWithItsPlaceAndNothingIsTaken(String source, String body, String reason)
      throws Exception {
    assertThat(post(source, body)).startsWith("400 ").contains(reason);
    assertThat(events).isEmpty();
  }

  @Test
  void unsignedDeliveriesAreRefusedBeforeTheyAreRead() throws Exception {
    for (String source : Sender.names()) {
      assertThat(post(source, "no JSON at all", Map.of(), Map.of()))
          .startsWith("401 ")
          .contains("events." + source + ".secret")
          .doesNotContain(SECRET);
    }
    assertThat(post("bitbucket", "{}")).startsWith("404 ").contains("known are github, gitlab");
    secret = "";
    assertThat(post("github", "{}"))
        .startsWith("403 ")
        .contains("configure 'events.github.secret'");
    assertThat(events).isEmpty();
  }
}
