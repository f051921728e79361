// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events.webhook;

import io.obsagent.insight.events.store.EventTypes;
import java.util.List;
import java.util.Locale;

/** Systems that tell of incidents. */
final class Monitors {
  private Monitors() {}

  /**
   * <a href="https://developer.pagerduty.com/docs/webhooks-overview">PagerDuty's</a>, version 3. An
   * incident that is opened again is the same.
   */
  static void pagerDuty(Delivery delivery) {
    Body event = delivery.body().at("event");
    String type = event.required("event_type");
    boolean open = type.equals("incident.triggered") || type.equals("incident.reopened");
    String service = event.text("data.service.summary");
    if (!open && !type.equals("incident.resolved")) {
      delivery.ignore("nothing is made of '" + type + "'");
      return;
    }
    delivery
        .incident(
            event.required("data.id"),
            open,
            event.time(delivery.now(), "occurred_at"),
            event.text("data.title"))
        .put("created", Long.toString(event.time(delivery.now(), "data.created_at")))
        .put("urgency", event.text("data.urgency"))
        .put(EventTypes.SERVICE, delivery.service(service))
        .put(EventTypes.URL, event.text("data.html_url"))
        .add();
  }

  /**
   * <a
   * href="https://prometheus.io/docs/alerting/latest/configuration/#webhook_config">Alertmanager's</a>.
   */
  static void alertmanager(Delivery delivery) {
    List<Body> alerts = delivery.body().list("alerts");
    if (alerts.isEmpty()) {
      throw delivery.body().wrong("alerts", "expected a list of alerts");
    }
    for (Body alert : alerts) {
      String severity = alert.text("labels.severity").toLowerCase(Locale.ROOT);
      if (!severity.equals("critical") && !severity.equals("page")) {
        delivery.ignore("only alerts whose severity is critical or page are incidents");
        continue;
      }
      boolean open = alert.required("status").equals("firing");
      long start = alert.time(delivery.now(), "startsAt");
      delivery
          .incident(
              alert.required("fingerprint") + '@' + start,
              open,
              open ? start : alert.time(delivery.now(), "endsAt"),
              alert.required("labels.alertname"))
          .put("created", Long.toString(start))
          .put(EventTypes.FINGERPRINT, alert.required("fingerprint"))
          .put("severity", severity)
          .put(EventTypes.CATEGORY, alert.text("labels.category"))
          .put(EventTypes.SERVICE, alert.text("labels.service"))
          .put(EventTypes.ENVIRONMENT, alert.text("labels.environment"))
          .put("summary", alert.text("annotations.summary"))
          .add();
    }
  }

  /**
   * What is sent to <a
   * href="https://grafana.com/docs/grafana/latest/developers/http_api/annotations/">Grafana</a> to
   * annotate: time, tags and text. A tag may say that it is a deployment.
   */
  static void grafana(Delivery delivery) {
    Body body = delivery.body();
    String text = body.required("text");
    List<String> tags = body.texts("tags");
    long at = body.time(delivery.now(), "time");
    boolean deployment =
        tags.stream().anyMatch(tag -> tag.toLowerCase(Locale.ROOT).startsWith("deploy"));
    Delivery.Draft draft =
        delivery
            .draft(deployment ? EventTypes.DEPLOYMENT : "annotation", at + " " + text)
            .at(at)
            .title(text)
            .put("tags", String.join(",", tags))
            .put("dashboard", body.firstText("dashboardUID", "dashboardUid"));
    for (String tag : tags) {
      for (String known :
          List.of(
              EventTypes.SERVICE, EventTypes.ENVIRONMENT, EventTypes.VERSION, EventTypes.COMMIT)) {
        if (tag.startsWith(known + ":") || tag.startsWith(known + "=")) {
          draft.put(known, tag.substring(known.length() + 1));
        }
      }
    }
    draft.put(EventTypes.STATUS, deployment ? EventTypes.SUCCESS : "").add();
  }
}
