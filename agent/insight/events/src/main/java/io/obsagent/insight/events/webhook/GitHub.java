// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events.webhook;

import io.obsagent.insight.events.store.EventTypes;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** <a href="https://docs.github.com/webhooks/webhook-events-and-payloads">GitHub's</a>. */
final class GitHub {
  /** How an issue names the commit that broke something. */
  static final Pattern ROOT_CAUSE =
      Pattern.compile("root cause: ?([0-9a-zA-Z]{4,64})", Pattern.CASE_INSENSITIVE);

  private GitHub() {}

  static void read(Delivery delivery) {
    String event = delivery.header("X-GitHub-Event");
    switch (event) {
      case "deployment_status" -> deployment(delivery);
      case "workflow_run" -> run(delivery);
      case "push" -> push(delivery);
      case "pull_request" -> pullRequest(delivery);
      case "issues" -> issue(delivery);
      case "release" -> release(delivery);
      default -> delivery.ignore("nothing is made of '" + event + "'");
    }
  }

  private static void deployment(Delivery delivery) {
    Body body = delivery.body();
    String outcome = Delivery.outcome(body.required("deployment_status.state"));
    if (outcome.isEmpty()) {
      delivery.ignore("the deployment has not ended with success or failure");
      return;
    }
    String environment = body.text("deployment.environment");
    delivery
        .draft(EventTypes.DEPLOYMENT, body.required("deployment.id"))
        .at(
            body.time(
                delivery.now(), "deployment_status.updated_at", "deployment_status.created_at"))
        .title(body.text("repository.full_name") + " to " + environment + ": " + outcome)
        .put(EventTypes.STATUS, outcome)
        .put(EventTypes.COMMIT, body.required("deployment.sha"))
        .put(EventTypes.COMMITS, body.text("deployment.additional_sha"))
        .put(EventTypes.ENVIRONMENT, environment)
        .put(EventTypes.URL, body.text("deployment_status.target_url"))
        .add();
  }

  private static void run(Delivery delivery) {
    Body body = delivery.body();
    if (!body.text("action").equals("completed")) {
      delivery.ignore("the run has not ended");
      return;
    }
    delivery.run(
        body.required("workflow_run.id"),
        body.text("workflow_run.name"),
        Delivery.outcome(body.text("workflow_run.conclusion")),
        body.text("workflow_run.head_sha"),
        "",
        body.time(0, "workflow_run.run_started_at", "workflow_run.created_at"),
        body.time(delivery.now(), "workflow_run.updated_at"));
  }

  private static void push(Delivery delivery) {
    Body body = delivery.body();
    String head = body.firstText("head_commit.id", "after");
    for (Body commit : body.list("commits")) {
      delivery.change(
          commit.required("id"),
          head,
          commit.time(delivery.now(), "timestamp"),
          firstLine(commit.text("message")));
    }
  }

  private static void pullRequest(Delivery delivery) {
    Body body = delivery.body();
    if (!body.text("action").equals("closed") || !body.flag("pull_request.merged")) {
      delivery.ignore("the pull request is not merged");
      return;
    }
    String commit = body.required("pull_request.merge_commit_sha");
    delivery.change(
        commit,
        commit,
        body.time(delivery.now(), "pull_request.merged_at"),
        body.text("pull_request.title"));
  }

  private static void issue(Delivery delivery) {
    Body body = delivery.body();
    List<Body> labels = body.list("issue.labels");
    if (!isAmong(labels, "name", "incident")) {
      delivery.ignore("the issue has no label 'incident'");
      return;
    }
    boolean open = !body.text("issue.state").equals("closed");
    String opened =
        body.text("action").equals("reopened") ? "issue.updated_at" : "issue.created_at";
    delivery
        .incident(
            body.text("repository.full_name") + '#' + body.required("issue.number"),
            open,
            body.time(delivery.now(), open ? opened : "issue.closed_at"),
            body.text("issue.title"))
        .put(EventTypes.COMMIT, rootCause(body.text("issue.body")))
        .put(EventTypes.CATEGORY, isAmong(labels, "name", "security") ? "security" : "")
        .put(EventTypes.URL, body.text("issue.html_url"))
        .put("created", Long.toString(body.time(delivery.now(), "issue.created_at")))
        .add();
  }

  /** Whether an issue has a label. */
  static boolean isAmong(List<Body> labels, String key, String name) {
    return labels.stream().anyMatch(label -> label.text(key).equalsIgnoreCase(name));
  }

  private static void release(Delivery delivery) {
    Body body = delivery.body();
    if (!body.text("action").equals("published")) {
      delivery.ignore("the release is not published");
      return;
    }
    delivery
        .draft("release", body.required("release.id"))
        .at(body.time(delivery.now(), "release.published_at"))
        .title(body.text("repository.full_name") + ' ' + body.text("release.tag_name"))
        .put(EventTypes.VERSION, body.text("release.tag_name"))
        .put(EventTypes.URL, body.text("release.html_url"))
        .add();
  }

  static String rootCause(String text) {
    Matcher matcher = ROOT_CAUSE.matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }

  static String firstLine(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }
}
