// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events.webhook;

import io.obsagent.insight.events.store.EventTypes;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://cdevents.dev">CDEvents</a>, in a CloudEvent or as they are, and any other <a
 * href="https://cloudevents.io">CloudEvent</a>, with its attributes in the headers or in the body.
 */
final class CloudEvents {
  private static final String CDEVENTS = "dev.cdevents.";

  private CloudEvents() {}

  static void read(Delivery delivery) {
    Body body = delivery.body();
    boolean structured = body.at("specversion").isPresent() && body.at("type").isPresent();
    Body data = structured ? body.at("data") : body;
    String type =
        data.firstText("context.type").isEmpty()
            ? structured ? body.text("type") : delivery.header("Ce-Type")
            : data.text("context.type");
    if (type.isEmpty()) {
      throw new IllegalArgumentException(
          "no CloudEvent: neither the header 'Ce-Type' nor 'type' or 'context.type' is there");
    }
    if (type.startsWith(CDEVENTS)) {
      cdEvent(delivery, data, type.substring(CDEVENTS.length()));
    } else {
      other(delivery, structured ? body : null, type);
    }
  }

  /** {@code service.deployed.0.2.0}: what, what happened, version. */
  private static void cdEvent(Delivery delivery, Body event, String type) {
    String[] parts = type.split("\\.", 3);
    String happened = parts.length < 2 ? "" : parts[0] + '.' + parts[1];
    long at = event.time(delivery.now(), "context.timestamp");
    String subject = event.required("subject.id");
    Body content = event.at("subject.content");
    switch (happened) {
      case "service.deployed", "service.upgraded", "service.rolledback" -> {
        String artifact = content.text("artifactId");
        delivery
            .draft(EventTypes.DEPLOYMENT, event.required("context.id"))
            .at(at)
            .title(subject + " to " + content.text("environment.id") + ": " + parts[1])
            .put(EventTypes.STATUS, EventTypes.SUCCESS)
            .put(EventTypes.SERVICE, subject)
            .put(EventTypes.ENVIRONMENT, content.text("environment.id"))
            .put(EventTypes.VERSION, artifact.substring(artifact.lastIndexOf('@') + 1))
            .put(EventTypes.COMMIT, commit(event))
            .put(EventTypes.REWORK, parts[1].equals("rolledback") ? "true" : "")
            .add();
      }
      case "incident.detected", "incident.resolved" ->
          delivery
              .incident(subject, parts[1].equals("detected"), at, content.text("description"))
              .put(EventTypes.SERVICE, content.text("service.id"))
              .put(EventTypes.ENVIRONMENT, content.text("environment.id"))
              .add();
      case "change.merged" -> delivery.change(subject, subject, at, content.text("description"));
      default -> delivery.ignore("nothing is made of '" + CDEVENTS + type + "'");
    }
  }

  private static String commit(Body event) {
    return event.firstText("customData.commit", "customData.sha", "customData.revision");
  }

  private static void other(Delivery delivery, @Nullable Body body, String type) {
    String id = body == null ? delivery.header("Ce-Id") : body.required("id");
    if (id.isEmpty()) {
      throw new IllegalArgumentException("the header 'Ce-Id' is missing");
    }
    delivery
        .draft("cloudevent", id)
        .at(body == null ? delivery.now() : body.time(delivery.now(), "time"))
        .title(type)
        .put("kind", type)
        .put("origin", body == null ? delivery.header("Ce-Source") : body.text("source"))
        .put("about", body == null ? delivery.header("Ce-Subject") : body.text("subject"))
        .add();
  }
}
