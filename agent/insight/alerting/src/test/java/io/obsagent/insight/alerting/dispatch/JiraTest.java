// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.insight.alerting.receivers.Notification;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Jira is asked, and what becomes of its answers. */
class JiraTest {
  private static final String LABEL = "ALERT{" + Notification.sha256("{}:{alertname=\"A\"}") + "}";
  private static final String NONE = "{\"issues\":[]}";

  private HttpReceiver http;

  @BeforeEach
  void open() throws Exception {
    http = new HttpReceiver();
  }

  @AfterEach
  void close() {
    http.close();
  }

  private static String issue(String category) {
    return "{\"issues\":[{\"key\":\"OPS-7\",\"fields\":{\"status\":{\"name\":\"s\","
        + "\"statusCategory\":{\"key\":\""
        + category
        + "\"}}}}]}";
  }

  private Timeline timeline(String options) throws Exception {
    return new Timeline(
        """
        route: {receiver: r, group_by: [alertname], group_wait: 0s, group_interval: 1m}
        receivers:
          - name: r
            jira_configs:
              - api_url: %s
                project: OPS
                issue_type: Bug
                summary: 'sum {{ .CommonLabels.alertname }}'
                description: desc
                %s
        """
            .formatted(http.url("/rest/api/2"), options));
  }

  private List<String> asked() {
    return http.requests.stream()
        .map(request -> request.method() + " " + request.path().replace("/rest/api", ""))
        .toList();
  }

  private String body(int index) {
    return http.requests.get(index).body();
  }

  @Test
  void anIssueIsMadeWhenThereIsNone() throws Exception {
    http.answers.put("/rest/api/2/search", NONE);
    String options =
        "labels: ['x{{ .CommonLabels.severity }}']\n        fields: {customfield_1: {value:"
            + " '{{ .Alerts | len }}'}, components: [{name: Shop}]}\n        http_config:"
            + " {basic_auth: {username: u, password: p}}";
    try (Timeline time = timeline(options)) {
      time.fire("alertname", "A", "severity", "critical").pass(Duration.ofSeconds(1));
    }
    assertThat(asked()).containsExactly("POST /2/search", "POST /2/issue");
    assertThat(body(0))
        .isEqualTo(
            "{\"jql\":\"statusCategory != Done and project=\\\"OPS\\\" and labels=\\\""
                + LABEL
                + "\\\" order by status ASC,resolutiondate DESC\",\"maxResults\":2,"
                + "\"fields\":[\"status\"]}");
    assertThat(body(1))
        .isEqualTo(
            "{\"fields\":{\"project\":{\"key\":\"OPS\"},\"issuetype\":{\"name\":\"Bug\"},"
                + "\"summary\":\"sum A\",\"description\":\"desc\",\"labels\":[\""
                + LABEL
                + "\",\"xcritical\"],\"priority\":{\"name\":\"High\"},"
                + "\"customfield_1\":{\"value\":1},\"components\":[{\"name\":\"Shop\"}]}}");
    assertThat(http.requests.get(0).authorization()).isEqualTo("Basic dTpw");
  }

  @Test
  void anIssueThatIsThereIsUpdatedAndMovedOnWhenAllIsWell() throws Exception {
    http.answers.put("/rest/api/2/search", issue("new"));
    http.answers.put(
        "/rest/api/2/issue/OPS-7/transitions",
        "{\"transitions\":[{\"id\":\"11\",\"name\":\"Start\"},{\"id\":\"31\",\"name\":\"Done\"}]}");
    String options =
        "resolve_transition: Done\n        summary: {template: s, enable_update: false}"
            .replace("summary: {template: s, enable_update: false}", "priority: ''");
    try (Timeline time = timeline(options)) {
      time.fire("alertname", "A").pass(Duration.ofSeconds(1));
      assertThat(asked()).containsExactly("POST /2/search", "PUT /2/issue/OPS-7");
      time.resolve("alertname", "A").pass(Duration.ofMinutes(1));
    }
    assertThat(asked().subList(2, 6))
        .containsExactly(
            "POST /2/search",
            "PUT /2/issue/OPS-7",
            "GET /2/issue/OPS-7/transitions",
            "POST /2/issue/OPS-7/transitions");
    assertThat(body(5)).isEqualTo("{\"transition\":{\"id\":\"31\"}}");
  }

  @Test
  void anIssueThatWasDoneLatelyIsOpenedAgain() throws Exception {
    http.answers.put("/rest/api/2/search", issue("done"));
    http.answers.put(
        "/rest/api/2/issue/OPS-7/transitions",
        "{\"transitions\":[{\"id\":\"5\",\"name\":\"Reopen\"}]}");
    String options =
        "reopen_transition: Reopen\n        reopen_duration: 1h\n        wont_fix_resolution:"
            + " Won't";
    try (Timeline time = timeline(options)) {
      time.fire("alertname", "A").pass(Duration.ofSeconds(1));
    }
    assertThat(body(0))
        .contains(
            "(resolution is EMPTY or resolution != \\\"Won't\\\") and (resolutiondate is EMPTY"
                + " OR resolutiondate >= -60m) and project=");
    assertThat(body(3)).isEqualTo("{\"transition\":{\"id\":\"5\"}}");
  }

  @Test
  void whatIsNotToBeUpdatedIsLeftAlone() throws Exception {
    http.answers.put("/rest/api/2/search", issue("new"));
    String yaml =
        """
        route: {receiver: r, group_by: [alertname], group_wait: 0s}
        receivers:
          - name: r
            jira_configs:
              - {api_url: '%s', api_type: datacenter, project: OPS, issue_type: Bug,
                 summary: {template: s, enable_update: false}, description: {enable_update: false}}
        """;
    try (Timeline time = new Timeline(yaml.formatted(http.url("/rest/api/2/")))) {
      time.fire("alertname", "A").pass(Duration.ofSeconds(1));
    }
    assertThat(body(1)).doesNotContain("summary", "description").contains("\"labels\"");
  }

  @Test
  void theCloudsSearchAndItsDocumentsAreThoseOfVersion3() throws Exception {
    http.answers.put("/rest/api/3/search/jql", NONE);
    String yaml =
        """
        route: {receiver: r, group_by: [alertname], group_wait: 0s}
        receivers:
          - name: r
            jira_configs:
              - {api_url: '%s', api_type: cloud, project: OPS, issue_type: Bug,
                 description: '{"type":"doc","version":1,"content":[]}'}
        """;
    try (Timeline time = new Timeline(yaml.formatted(http.url("/rest/api/3")))) {
      time.fire("alertname", "A").pass(Duration.ofSeconds(1));
    }
    assertThat(asked()).containsExactly("POST /3/search/jql", "POST /3/issue");
    assertThat(body(1)).contains("\"description\":{\"type\":\"doc\",\"version\":1,\"content\":[]}");
  }

  @Test
  void aTextBecomesADocumentWhereTheApiWantsOne() throws Exception {
    http.answers.put("/rest/api/3/search", NONE);
    String yaml =
        """
        route: {receiver: r, group_by: [alertname], group_wait: 0s}
        receivers:
          - name: r
            jira_configs:
              - {api_url: '%s', project: OPS, issue_type: Bug, description: "one: \\n\\n[two]"}
        """;
    try (Timeline time = new Timeline(yaml.formatted(http.url("/rest/api/3/")))) {
      time.fire("alertname", "A").pass(Duration.ofSeconds(1));
    }
    assertThat(body(1))
        .contains(
            "\"description\":{\"type\":\"doc\",\"content\":[{\"type\":\"paragraph\",\"content\":"
                + "[{\"type\":\"text\",\"text\":\"one: \"}]},{\"type\":\"paragraph\",\"content\":"
                + "[{\"type\":\"text\",\"text\":\"[two]\"}]}],\"version\":1}");
  }

  @Test
  void aResolvedGroupWithoutAnIssueMakesNone() throws Exception {
    http.answers.put("/rest/api/2/search", NONE);
    try (Timeline time = timeline("")) {
      time.fire("alertname", "A").pass(Duration.ofSeconds(1));
      http.requests.clear();
      time.resolve("alertname", "A").pass(Duration.ofMinutes(1));
    }
    assertThat(asked()).containsExactly("POST /2/search");
  }

  @Test
  void anAnswerThatIsNoIssueLeadsNowhereElse() throws Exception {
    http.answers.put("/rest/api/2/search", issue("new").replace("OPS-7", "../../x"));
    try (Timeline time = timeline("")) {
      assertThat(time.notifier.test("r")).containsExactly("jira: Jira answers with no issue's key");
    }
    assertThat(asked()).containsExactly("POST /2/search");
  }
}
