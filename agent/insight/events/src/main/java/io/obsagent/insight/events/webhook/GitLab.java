// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events.webhook;

import io.obsagent.insight.events.store.EventTypes;
import java.util.List;

/** <a href="https://docs.gitlab.com/user/project/integrations/webhook_events/">GitLab's</a>. */
final class GitLab {
  private GitLab() {}

  static void read(Delivery delivery) {
    String event = delivery.body().firstText("object_kind", "event_type");
    switch (event) {
      case "deployment" -> deployment(delivery);
      case "pipeline" -> pipeline(delivery);
      case "push" -> push(delivery);
      case "issue", "incident" -> issue(delivery);
      default -> delivery.ignore("nothing is made of '" + event + "'");
    }
  }

  private static void deployment(Delivery delivery) {
    Body body = delivery.body();
    String outcome = Delivery.outcome(body.required("status"));
    if (outcome.isEmpty()) {
      delivery.ignore("the deployment has not ended with success or failure");
      return;
    }
    String url = body.required("commit_url");
    delivery
        .draft(EventTypes.DEPLOYMENT, body.required("deployment_id"))
        .at(body.time(delivery.now(), "status_changed_at"))
        .title(body.text("project.name") + " to " + body.text("environment") + ": " + outcome)
        .put(EventTypes.STATUS, outcome)
        .put(EventTypes.COMMIT, url.substring(url.lastIndexOf('/') + 1))
        .put(EventTypes.ENVIRONMENT, body.text("environment"))
        .put(EventTypes.URL, body.text("deployable_url"))
        .add();
  }

  private static void pipeline(Delivery delivery) {
    Body body = delivery.body();
    String name = body.firstText("object_attributes.name", "object_attributes.ref");
    delivery.run(
        body.required("object_attributes.id"),
        name.isEmpty() ? "pipeline" : name,
        Delivery.outcome(body.text("object_attributes.status")),
        body.firstText("commit.id", "object_attributes.sha"),
        "",
        body.time(0, "object_attributes.created_at"),
        body.time(delivery.now(), "object_attributes.finished_at"));
  }

  private static void push(Delivery delivery) {
    Body body = delivery.body();
    String head = body.firstText("checkout_sha", "after");
    for (Body commit : body.list("commits")) {
      delivery.change(
          commit.required("id"),
          head,
          commit.time(delivery.now(), "timestamp"),
          GitHub.firstLine(commit.text("message")));
    }
  }

  private static void issue(Delivery delivery) {
    Body body = delivery.body();
    List<Body> labels = body.list("labels");
    boolean incident =
        body.text("object_attributes.type").equalsIgnoreCase("incident")
            || GitHub.isAmong(labels, "title", "incident");
    if (!incident) {
      delivery.ignore("the issue is no incident");
      return;
    }
    boolean open = !body.text("object_attributes.state").equals("closed");
    String opened =
        body.text("object_attributes.action").equals("reopen")
            ? "object_attributes.updated_at"
            : "object_attributes.created_at";
    delivery
        .incident(
            body.required("object_attributes.id"),
            open,
            body.time(delivery.now(), open ? opened : "object_attributes.closed_at"),
            body.text("object_attributes.title"))
        .put(EventTypes.COMMIT, GitHub.rootCause(body.text("object_attributes.description")))
        .put(EventTypes.CATEGORY, GitHub.isAmong(labels, "title", "security") ? "security" : "")
        .put("created", Long.toString(body.time(delivery.now(), "object_attributes.created_at")))
        .put(EventTypes.URL, body.text("object_attributes.url"))
        .add();
  }
}
