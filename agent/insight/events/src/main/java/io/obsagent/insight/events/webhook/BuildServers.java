// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events.webhook;

import io.obsagent.insight.events.store.EventTypes;

/** Systems that run builds and deployments, and tell of those that have ended. */
final class BuildServers {
  private BuildServers() {}

  /** As the <a href="https://plugins.jenkins.io/notification/">Notification plug-in</a> writes. */
  static void jenkins(Delivery delivery) {
    Body body = delivery.body();
    String phase = body.text("build.phase");
    if (!phase.equals("FINALIZED") && !phase.equals("COMPLETED")) {
      delivery.ignore("the build has not ended");
      return;
    }
    String name = body.required("name");
    long at = body.time(delivery.now(), "build.timestamp");
    delivery.run(
        name + '#' + body.required("build.number"),
        name,
        Delivery.outcome(body.text("build.status")),
        body.text("build.scm.commit"),
        body.firstText("build.parameters.environment", "build.parameters.ENVIRONMENT"),
        begun(at, body.text("build.duration")),
        at);
  }

  private static long begun(long at, String millis) {
    try {
      long took = millis.isEmpty() ? 0 : Long.parseLong(millis);
      return took > 0 ? at - took : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** <a href="https://circleci.com/docs/webhooks-reference/">CircleCI's</a>. */
  static void circleCi(Delivery delivery) {
    Body body = delivery.body();
    String type = body.text("type");
    if (!type.equals("workflow-completed")) {
      delivery.ignore("nothing is made of '" + type + "'");
      return;
    }
    delivery.run(
        body.required("workflow.id"),
        body.text("workflow.name"),
        Delivery.outcome(body.text("workflow.status")),
        body.text("pipeline.vcs.revision"),
        "",
        body.time(0, "workflow.created_at"),
        body.time(delivery.now(), "workflow.stopped_at", "happened_at"));
  }

  /**
   * What a template of <a href="https://argo-cd.readthedocs.io">Argo CD's</a> notifications sends.
   */
  static void argoCd(Delivery delivery) {
    Body body = delivery.body();
    String outcome = Delivery.outcome(body.firstText("status", "state"));
    if (outcome.isEmpty()) {
      delivery.ignore("the application is not synced, and has not failed");
      return;
    }
    String commit = body.required("commit_sha");
    String app = body.firstText("app", "application");
    String id = body.text("id");
    delivery
        .draft(EventTypes.DEPLOYMENT, id.isEmpty() ? app + '@' + commit : id)
        .at(body.time(delivery.now(), "finished_at", "time"))
        .title(app + " at " + commit + ": " + outcome)
        .put(EventTypes.STATUS, outcome)
        .put(EventTypes.COMMIT, commit)
        .put(EventTypes.SERVICE, body.text("service"))
        .put(EventTypes.ENVIRONMENT, body.text("environment"))
        .add();
  }

  /** <a href="https://tekton.dev/docs/pipelines/events/">Tekton's</a> CloudEvents. */
  static void tekton(Delivery delivery) {
    String type = delivery.header("Ce-Type");
    boolean good = type.contains(".pipelinerun.successful.");
    if (!good && !type.contains(".pipelinerun.failed.")) {
      delivery.ignore("nothing is made of '" + type + "'");
      return;
    }
    Body run = delivery.body().at("pipelineRun");
    String commit = "";
    for (Body param : run.list("spec.params")) {
      if (param.text("name").equals("gitrevision")) {
        commit = param.text("value");
      }
    }
    delivery.run(
        run.firstText("metadata.uid").isEmpty()
            ? run.required("metadata.name")
            : run.text("metadata.uid"),
        run.firstText("spec.pipelineRef.name").isEmpty()
            ? run.required("metadata.name")
            : run.text("spec.pipelineRef.name"),
        good ? EventTypes.SUCCESS : EventTypes.FAILURE,
        commit,
        "",
        run.time(0, "status.startTime"),
        run.time(delivery.now(), "status.completionTime"));
  }
}
