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
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One change, its deployment and the incident that it caused, as each sender tells of them, with
 * what surrounds it in a real delivery, and what DORA's metrics make of it.
 */
class SendersTest {
  private static final String SECRET = "a secret of the test";
  private static final Instant NOW = Instant.parse("2026-11-28T20:00:00Z");
  private static final String SHA = "6113728f27ae82c7b1a177c8d03f9e96e0adf246";

  private final List<Event> events = new ArrayList<>();
  private final EventStore store = EventStore.open(null);
  private final Dora dora = new Dora(store, Duration.ofHours(1), () -> NOW);
  private final Handler handler = handler();

  private Handler handler() {
    Webhooks webhooks =
        new Webhooks(
            name -> SECRET,
            Map.of("service.name", "shop"),
            () -> NOW,
            event -> IncidentThread.add(store, event) != null && events.add(event));
    List<Handler> handlers = new ArrayList<>();
    new Endpoints((method, path, who, added) -> handlers.add(added), () -> {})
        .signed("/monitoring/events/{source}", webhooks::answer);
    return handlers.get(0);
  }

  private String post(String source, String body, String... headers) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    byte[] bytes = body.replace("$SHA", SHA).getBytes(StandardCharsets.UTF_8);
    String hmac = HexFormat.of().formatHex(mac.doFinal(bytes));
    Map<String, List<String>> map = new HashMap<>();
    map.put("authorization", List.of("Bearer " + SECRET));
    map.put("x-gitlab-token", List.of(SECRET));
    map.put("x-hub-signature-256", List.of("sha256=" + hmac));
    map.put("circleci-signature", List.of("v1=" + hmac));
    map.put("x-pagerduty-signature", List.of("v1=" + hmac));
    for (int i = 0; i < headers.length; i += 2) {
      map.put(headers[i].toLowerCase(Locale.ROOT), List.of(headers[i + 1]));
    }
    var response =
        handler.handle(
            new Request(
                "POST",
                "/monitoring/events/" + source,
                Map.of(),
                map,
                Map.of("source", source),
                bytes));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    response.body().writeTo(out);
    String answer = response.status() + " " + out.toString(StandardCharsets.UTF_8);
    assertThat(answer).startsWith("200 ");
    return answer;
  }

  private String gitHub(String event, String body) throws Exception {
    return post("github", body, "X-GitHub-Event", event, "User-Agent", "GitHub-Hookshot/044aadd");
  }

  private String pagerDuty(String type, String status, String at) throws Exception {
    return post(
        "pagerduty",
        """
        {"event": {"id": "5ac64822-%s", "event_type": "%s", "resource_type": "incident",
          "occurred_at": "%s", "agent": {"id": "PLH1HKV", "type": "user_reference"}, "client": null,
          "data": {"id": "PGR0VU2", "type": "incident", "self": "", "html_url": "", "number": 2,
            "status": "%s", "incident_key": "d3640fbd", "created_at": "2026-11-28T11:00:00Z",
            "title": "Shop is down", "service": {"id": "PF9KMXH", "summary": "Shop",
              "type": "service_reference"}, "assignees": [], "priority": {"summary": "P1"},
            "urgency": "high"}}}
        """
            .formatted(status, type, at, status));
  }

  private Map<String, Double> metrics() {
    Map<String, Double> values = new TreeMap<>();
    for (MetricFamily family : dora.collect()) {
      for (MetricFamily.Point point : family.points()) {
        assertThat(point.labelValues()).startsWith("shop", "production");
        values.put(family.name(), ((NumberPoint) point).value());
      }
    }
    return values;
  }

  /** From the commit at 8 to its deployment at 10, and from there to the repair at 12. */
  private void assertWholeStory() {
    assertThat(metrics())
        .containsEntry("lead_time_for_changes", 7_200.0)
        .containsEntry("deployment_attempts_total", 1.0)
        .containsEntry("change_failure_rate", 1.0)
        .containsEntry("time_to_restore_service", 7_200.0);
  }

  private void assertDeployed(String source) {
    assertThat(events)
        .anySatisfy(
            event -> {
              assertThat(event.source()).isEqualTo(source);
              assertThat(event.type()).isEqualTo("deployment");
              assertThat(event.attribute("status")).isEqualTo("success");
              assertThat(event.attribute("commit")).isEqualTo(SHA);
              assertThat(Instant.ofEpochMilli(event.epochMillis()))
                  .isEqualTo(Instant.parse("2026-11-28T10:00:00Z"));
            });
  }

  /** For senders that tell of deployments alone, the rest comes from those who know of it. */
  private void changeAndIncidentByOthers() throws Exception {
    push();
    pagerDuty("incident.triggered", "triggered", "2026-11-28T10:30:00Z");
    pagerDuty("incident.acknowledged", "acknowledged", "2026-11-28T10:31:00Z");
    pagerDuty("incident.resolved", "resolved", "2026-11-28T12:00:00Z");
  }

  private void push() throws Exception {
    gitHub(
        "push",
        """
        {"ref": "refs/heads/main", "before": "95790bf8", "after": "$SHA", "created": false,
         "deleted": false, "forced": false,
         "commits": [{"id": "$SHA", "tree_id": "f9d2a07e", "distinct": true,
           "message": "Sell kettles", "timestamp": "2026-11-28T10:00:00+02:00", "url": "",
           "author": {"name": "Ann", "email": "ann@example.com", "username": "ann"},
           "modified": ["README.md"]}], "head_commit": {"id": "$SHA", "timestamp": "2026-11-28T10:00:00+02:00"},
         "repository": {"id": 186853002, "full_name": "acme/shop", "private": false},
         "pusher": {"name": "ann"}, "sender": {"login": "ann", "id": 21031067}}
        """);
  }

  private static final String GITHUB_DEPLOYMENT =
      """
      {"action": "created", "deployment": {"url": "", "id": 145988746, "sha": "$SHA", "ref": "main",
        "task": "deploy", "payload": {}, "original_environment": "production",
        "environment": "production", "description": null, "creator": {"login": "ann"},
        "created_at": "2026-11-28T09:55:00Z", "updated_at": "2026-11-28T10:00:00Z"},
       %s "repository": {"full_name": "acme/shop"}, "sender": {"login": "ann"}}
      """;

  private static String gitHubStatus(String state) {
    return GITHUB_DEPLOYMENT.formatted(
        """
        "deployment_status": {"id": 209916254, "state": "%s", "environment": "production",
          "target_url": "", "created_at": "2026-11-28T10:00:00Z", "updated_at": "2026-11-28T10:00:00Z"},
        """
            .formatted(state));
  }

  private static String gitHubIssue(String action, String state, String closed, String label) {
    return """
    {"action": "%s", "issue": {"id": 444500041, "number": 1, "title": "Shop is down",
      "user": {"login": "ann"}, "state": "%s", "labels": [{"id": 1362934389, "name": "%s",
      "color": "d73a4a", "default": true}], "comments": 0, "created_at": "2026-11-28T10:40:00Z",
      "updated_at": "2026-11-28T12:00:00Z", "closed_at": %s,
      "body": "Nobody can pay.\\r\\nroot cause: $SHA"}, "repository": {"full_name": "acme/shop"}}
    """
        .formatted(action, state, label, closed);
  }

  @Test
  void gitHub() throws Exception {
    push();
    assertThat(gitHub("deployment", GITHUB_DEPLOYMENT.formatted(""))).contains("\"ignored\"");
    for (String state : List.of("queued", "pending", "in_progress")) {
      assertThat(gitHub("deployment_status", gitHubStatus(state))).contains("\"ignored\"");
    }
    gitHub("deployment_status", gitHubStatus("success"));
    assertThat(gitHub("issues", gitHubIssue("opened", "open", "null", "question")))
        .contains("\"ignored\"");
    gitHub("issues", gitHubIssue("labeled", "open", "null", "Incident"));
    gitHub("issues", gitHubIssue("closed", "closed", "\"2026-11-28T12:00:00Z\"", "Incident"));
    assertDeployed("github");
    assertWholeStory();
    assertThat(gitHub("deployment_status", gitHubStatus("inactive"))).contains("\"ignored\"");
  }

  @ParameterizedTest
  @CsvSource({"error", "failure"})
  void aFailedDeploymentOfGitHubsIsNoneToProduction(String state) throws Exception {
    gitHub("deployment_status", gitHubStatus(state));
    assertThat(events).extracting(event -> event.attribute("status")).containsExactly("failure");
  }

  @Test
  void gitHubsPullRequestIsAChangeOnceItIsMerged() throws Exception {
    String request =
        """
        {"action": "%s", "number": 2, "pull_request": {"id": 279147437, "number": 2, "state": "%s",
          "title": "Sell kettles", "merged": %s, "merged_at": %s, "merge_commit_sha": "$SHA",
          "head": {"ref": "kettles", "sha": "ec26c3e5"}, "base": {"ref": "main", "sha": "f95f852b"},
          "created_at": "2026-11-27T08:00:00Z", "closed_at": null, "commits": 1},
         "repository": {"full_name": "acme/shop"}, "sender": {"login": "ann"}}
        """;
    for (String body :
        List.of(
            request.formatted("opened", "open", "false", "null"),
            request.formatted("closed", "closed", "false", "null"))) {
      assertThat(gitHub("pull_request", body)).contains("\"ignored\"");
    }
    gitHub(
        "pull_request", request.formatted("closed", "closed", "true", "\"2026-11-28T08:00:00Z\""));
    gitHub("deployment_status", gitHubStatus("success"));
    assertThat(events).extracting(Event::type).containsExactly("change", "deployment");
    assertThat(metrics()).containsEntry("lead_time_for_changes", 7_200.0);
  }

  private static String gitLabIssue(String action, String state, String closed) {
    return """
    {"object_kind": "issue", "event_type": "issue", "user": {"id": 1, "username": "root"},
     "object_attributes": {"id": 301, "iid": 23, "title": "Shop is down", "type": "Issue",
       "description": "Root cause: $SHA", "state": "%s", "action": "%s", "author_id": 51,
       "created_at": "2026-11-28 10:40:00 UTC", "updated_at": "2026-11-28 12:00:00 UTC",
       "closed_at": %s, "url": ""},
     "labels": [{"id": 206, "title": "Incident", "color": "#ffffff", "project_id": 14}]}
    """
        .formatted(state, action, closed);
  }

  @Test
  void gitLab() throws Exception {
    post(
        "gitlab",
        """
        {"object_kind": "push", "event_name": "push", "before": "95790bf8", "after": "$SHA",
         "ref": "refs/heads/main", "checkout_sha": "$SHA", "project": {"id": 15, "name": "shop"},
         "commits": [{"id": "$SHA", "message": "Sell kettles\\n", "title": "Sell kettles",
           "timestamp": "2026-11-28T09:00:00+01:00", "author": {"name": "Ann"}}]}
        """,
        "X-Gitlab-Event",
        "Push Hook");
    String deployment =
        """
        {"object_kind": "deployment", "status": "%s", "status_changed_at": "2026-11-28 11:00:00 +0100",
         "deployment_id": 15, "deployable_id": 796, "deployable_url": "", "environment": "production",
         "environment_tier": "production", "project": {"id": 30, "name": "shop"},
         "short_sha": "6113728f", "user": {"id": 0, "name": "Ann"},
         "commit_url": "http://127.0.0.1/acme/shop/-/commit/$SHA", "commit_title": "Sell kettles"}
        """;
    assertThat(post("gitlab", deployment.formatted("running"), "X-Gitlab-Event", "Deployment Hook"))
        .contains("\"ignored\"");
    post("gitlab", deployment.formatted("success"), "X-Gitlab-Event", "Deployment Hook");
    post("gitlab", gitLabIssue("open", "opened", "null"), "X-Gitlab-Event", "Issue Hook");
    post(
        "gitlab",
        gitLabIssue("close", "closed", "\"2026-11-28 12:00:00 UTC\""),
        "X-Gitlab-Event",
        "Issue Hook");
    assertDeployed("gitlab");
    assertWholeStory();
  }

  @Test
  void gitLabsPipelineThatDeploys() throws Exception {
    post(
        "gitlab",
        """
        {"object_kind": "pipeline", "object_attributes": {"id": 31, "iid": 3, "name": "Deploy to prod",
           "ref": "main", "tag": false, "sha": "$SHA", "before_sha": "0000", "source": "push",
           "status": "success", "detailed_status": "passed", "stages": ["build", "deploy"],
           "created_at": "2026-11-28 09:50:00 UTC", "finished_at": "2026-11-28 10:00:00 UTC",
           "duration": 600, "variables": []}, "user": {"id": 1}, "project": {"id": 1},
         "commit": {"id": "$SHA", "message": "Sell kettles", "timestamp": "2026-11-28T08:00:00Z"},
         "builds": [{"id": 380, "stage": "deploy", "name": "production", "status": "success"}]}
        """,
        "X-Gitlab-Event",
        "Pipeline Hook");
    assertDeployed("gitlab");
    assertThat(events.get(0).attribute("duration_seconds")).isEqualTo("600");
    changeAndIncidentByOthers();
    assertWholeStory();
  }

  @Test
  void tekton() throws Exception {
    String run =
        """
        {"pipelineRun": {"apiVersion": "tekton.dev/v1", "kind": "PipelineRun", "metadata": {
          "name": "deploy-run-x7vrf", "namespace": "default", "uid": "a0b5c5ae"},
          "spec": {"pipelineRef": {"name": "deploy"}, "params": [
            {"name": "gitrepositoryurl", "value": "http://127.0.0.1/acme/shop"},
            {"name": "gitrevision", "value": "$SHA"}]},
          "status": {"startTime": "2026-11-28T09:50:00Z", "completionTime": "2026-11-28T10:00:00Z",
            "conditions": [{"type": "Succeeded", "status": "True", "reason": "Succeeded"}]}}}
        """;
    String type = "dev.tekton.event.pipelinerun.%s.v1";
    for (String before : List.of("started", "running", "unknown")) {
      assertThat(post("tekton", run, "Ce-Type", type.formatted(before))).contains("\"ignored\"");
    }
    post("tekton", run, "Ce-Type", type.formatted("successful"), "Ce-Id", "77f78ae7");
    assertDeployed("tekton");
    assertThat(events.get(0).attribute("duration_seconds")).isEqualTo("600");
    changeAndIncidentByOthers();
    assertWholeStory();
  }

  @Test
  void circleCi() throws Exception {
    String event =
        """
        {"type": "%s", "id": "3888f21b", "happened_at": "2026-11-28T10:00:01.123Z",
         "webhook": {"id": "cf8c4fdd", "name": "DORA"}, "project": {"id": "84996744",
           "name": "shop", "slug": "github/acme/shop"}, "organization": {"id": "f22b6566"},
         "workflow": {"id": "fda08377", "name": "deploy-production", "status": "%s",
           "stopped_at": "2026-11-28T10:00:00.000Z"},
         "pipeline": {"id": "1285fe1d", "number": 130, "trigger": {"type": "webhook"},
           "vcs": {"provider_name": "github", "branch": "main", "revision": "$SHA",
             "commit": {"subject": "Sell kettles", "authored_at": "2026-11-28T08:00:00Z"}}}}
        """;
    assertThat(post("circleci", event.formatted("job-completed", "success")))
        .contains("\"ignored\"");
    assertThat(post("circleci", event.formatted("workflow-completed", "canceled")))
        .contains("\"ignored\"");
    post("circleci", event.formatted("workflow-completed", "success"));
    assertDeployed("circleci");
    changeAndIncidentByOthers();
    assertWholeStory();
  }

  @ParameterizedTest
  @CsvSource({"Synced", "SUCCESS", "Succeeded"})
  void argoCd(String status) throws Exception {
    post(
        "argocd",
        """
        {"id": "shop-42", "app": "shop", "time": "2026-11-28T10:00:00Z", "commit_sha": "$SHA",
         "status": "%s", "health": "Healthy"}
        """
            .formatted(status));
    assertDeployed("argocd");
    changeAndIncidentByOthers();
    assertWholeStory();
  }

  private String cdEvent(String type, String id, String at, String subject) throws Exception {
    String body =
        """
        {"specversion": "1.0", "id": "%s", "source": "/ci", "type": "dev.cdevents.%s",
         "data": {"context": {"version": "0.4.1",
           "id": "%s", "source": "/ci", "type": "dev.cdevents.%s", "timestamp": "%s"},
           "subject": %s, "customData": {"commit": "$SHA"}}}
        """;
    return post("cdevents", body.formatted(id, type, id, type, at, subject));
  }

  @Test
  void cdEvents() throws Exception {
    cdEvent(
        "change.merged.0.2.0",
        "1",
        "2026-11-28T08:00:00Z",
        "{\"id\": \"$SHA\", \"type\": \"change\", \"content\": {\"repository\": {\"id\":"
            + " \"shop\"}}}");
    cdEvent(
        "service.deployed.0.2.0",
        "2",
        "2026-11-28T10:00:00Z",
        """
        {"id": "shop", "type": "service", "content": {"environment": {"id": "production"},
         "artifactId": "pkg:oci/shop@sha256:0b31b1c0"}}\
        """);
    String incident =
        """
        {"id": "incident-1", "type": "incident", "content": {"description": "Shop is down",
         "environment": {"id": "production"}, "service": {"id": "shop"}}}\
        """;
    cdEvent("incident.detected.0.2.0", "3", "2026-11-28T10:30:00Z", incident);
    cdEvent("incident.resolved.0.2.0", "4", "2026-11-28T12:00:00Z", incident);
    assertDeployed("cdevents");
    assertWholeStory();
    assertThat(cdEvent("pipelinerun.queued.0.2.0", "5", "2026-11-28T09:00:00Z", "{\"id\": \"r\"}"))
        .contains("\"ignored\"");
  }
}
