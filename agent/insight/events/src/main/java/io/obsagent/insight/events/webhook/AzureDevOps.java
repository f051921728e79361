// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events.webhook;

import io.obsagent.insight.events.store.EventTypes;
import java.util.List;
import java.util.Set;

/** <a href="https://learn.microsoft.com/azure/devops/service-hooks/events">Azure DevOps'</a>. */
final class AzureDevOps {
  private static final Set<String> DONE = Set.of("Closed", "Resolved", "Done", "Removed");

  private AzureDevOps() {}

  static void read(Delivery delivery) {
    Body body = delivery.body();
    String type = body.required("eventType");
    switch (type) {
      case "ms.vss-release.deployment-completed-event" -> deployment(delivery, body.at("resource"));
      case "git.push" -> push(delivery, body.at("resource"));
      case "workitem.created", "workitem.updated" -> workItem(delivery, body.at("resource"));
      default -> delivery.ignore("nothing is made of '" + type + "'");
    }
  }

  private static void deployment(Delivery delivery, Body resource) {
    String outcome =
        Delivery.outcome(resource.firstText("deployment.deploymentStatus", "environment.status"));
    if (outcome.isEmpty()) {
      delivery.ignore("the deployment has not ended with success or failure");
      return;
    }
    String commit = "";
    for (String path : List.of("deployment.release.artifacts", "environment.release.artifacts")) {
      for (Body artifact : resource.list(path)) {
        commit = commit.isEmpty() ? artifact.text("definitionReference.sourceVersion.id") : commit;
      }
    }
    String environment =
        resource.firstText("environment.name", "deployment.releaseEnvironment.name");
    delivery
        .draft(
            EventTypes.DEPLOYMENT,
            resource.text("deployment.id").isEmpty()
                ? resource.required("environment.id")
                : resource.text("deployment.id"))
        .at(resource.time(delivery.now(), "deployment.completedOn", "environment.modifiedOn"))
        .title(
            resource.firstText("deployment.release.name", "environment.release.name")
                + " to "
                + environment
                + ": "
                + outcome)
        .put(EventTypes.STATUS, outcome)
        .put(EventTypes.COMMIT, commit)
        .put(EventTypes.ENVIRONMENT, environment)
        .add();
  }

  private static void push(Delivery delivery, Body resource) {
    String head = "";
    for (Body update : resource.list("refUpdates")) {
      head = update.text("newObjectId");
    }
    for (Body commit : resource.list("commits")) {
      delivery.change(
          commit.required("commitId"),
          head,
          commit.time(delivery.now(), "author.date", "committer.date"),
          GitHub.firstLine(commit.text("comment")));
    }
  }

  /** The names of fields have dots in them. */
  private static void workItem(Delivery delivery, Body resource) {
    Body fields =
        resource.at("revision").isPresent()
            ? resource.at("revision.fields")
            : resource.at("fields");
    if (!fields.entry("System.WorkItemType").equalsIgnoreCase("bug")) {
      delivery.ignore("the work item is no bug");
      return;
    }
    String id =
        resource.text("workItemId").isEmpty()
            ? resource.required("id")
            : resource.text("workItemId");
    boolean open = !DONE.contains(fields.entry("System.State"));
    boolean created = delivery.body().text("eventType").equals("workitem.created");
    delivery
        .incident(
            id,
            open,
            fields.entryTime(
                delivery.now(), open && created ? "System.CreatedDate" : "System.ChangedDate"),
            fields.entry("System.Title"))
        .put("created", Long.toString(fields.entryTime(delivery.now(), "System.CreatedDate")))
        .add();
  }
}
