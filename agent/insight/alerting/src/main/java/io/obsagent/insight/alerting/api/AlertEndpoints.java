// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.api;

import io.obsagent.insight.alert.Alert;
import io.obsagent.insight.alerting.dispatch.Acknowledgement;
import io.obsagent.insight.alerting.dispatch.AlertView;
import io.obsagent.insight.alerting.dispatch.Notifier;
import io.obsagent.insight.alerting.dispatch.Silence;
import io.obsagent.insight.alerting.rules.ActiveAlert;
import io.obsagent.insight.alerting.rules.Rules;
import io.obsagent.insight.api.Answers;
import io.obsagent.insight.api.ApiException;
import io.obsagent.insight.api.Endpoints;
import io.obsagent.insight.api.Params;
import io.obsagent.spi.http.JsonWriter;
import io.obsagent.spi.http.Response;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Alerts, and what people do about them:
 *
 * <pre>
 * GET    /monitoring/alerts                               pending and firing ones, and who is told
 * POST   /monitoring/alerts/{fingerprint}/acknowledge     by, comment
 * POST   /monitoring/alerts/silence                       matchers, duration or start and end, by
 * GET    /monitoring/alerts/silences                      all that are not forgotten
 * DELETE /monitoring/alerts/silences/{id}                 ends one now
 * GET    /monitoring/alerts/receivers                     who may be told, and by what
 * POST   /monitoring/alerts/receivers/{name}/test         sends now, and says how that went
 * GET    /monitoring/alerts/alertmanager-config           for a real Alertmanager, without secrets
 * </pre>
 */
public final class AlertEndpoints {
  private static final String ROOT = "/monitoring/alerts";

  private final Supplier<Rules> rules;
  private final Supplier<Notifier> notifier;

  /**
   * @param rules there once alerting has started
   * @param notifier the same
   */
  public AlertEndpoints(Supplier<Rules> rules, Supplier<Notifier> notifier) {
    this.rules = rules;
    this.notifier = notifier;
  }

  public void routes(Endpoints endpoints) {
    endpoints.get(ROOT, params -> Answers.success(this::alerts));
    endpoints.get(ROOT + "/silences", params -> Answers.success(this::silences));
    endpoints.get(
        ROOT + "/alertmanager-config",
        params -> RuleEndpoints.yaml(notifier.get().alertmanagerYaml()));
    endpoints.get(ROOT + "/receivers", params -> Answers.success(this::receivers));
    endpoints.post(ROOT + "/silence", this::silence);
    endpoints.delete(ROOT + "/silences/{id}", this::expire);
    endpoints.post(ROOT + "/{fingerprint}/acknowledge", this::acknowledge);
    endpoints.post(ROOT + "/receivers/{name}/test", this::test);
  }

  private void alerts(JsonWriter out) {
    Map<String, AlertView> views = new HashMap<>();
    for (AlertView view : notifier.get().alerts()) {
      views.put(view.alert().fingerprintHex(), view);
    }
    out.object().name("alerts").array();
    for (ActiveAlert alert : rules.get().alerts()) {
      String fingerprint = Alert.hex(Alert.fingerprint(alert.labels()));
      out.object();
      StateJson.fields(out, alert);
      out.field("fingerprint", fingerprint);
      view(out, views.get(fingerprint));
      out.end();
    }
    out.end().end();
  }

  /** Only of what fires: a pending alert has not reached the notifier. */
  private static void view(JsonWriter out, @Nullable AlertView view) {
    if (view == null) {
      return;
    }
    Answers.strings(out.name("receivers"), view.receivers());
    if (!view.mutedBy().isEmpty()) {
      out.field("mutedBy", view.mutedBy());
    }
    Acknowledgement taken = view.acknowledgement();
    if (taken != null) {
      out.name("acknowledged").object().field("by", taken.by());
      out.field("comment", taken.comment()).field("at", taken.at().toString()).end();
    }
  }

  private void silences(JsonWriter out) {
    Instant now = rules.get().now();
    out.array();
    for (Silence silence : notifier.get().silences()) {
      out.object().field("id", silence.id()).field("matchers", silence.matchersText());
      out.field("state", silence.state(now).name().toLowerCase(Locale.ROOT));
      out.field("startsAt", silence.startsAt().toString());
      out.field("endsAt", silence.endsAt().toString());
      out.field("createdBy", silence.createdBy()).field("comment", silence.comment()).end();
    }
    out.end();
  }

  private void receivers(JsonWriter out) {
    out.array();
    notifier
        .get()
        .receivers()
        .forEach(
            (name, kinds) -> {
              Answers.strings(out.object().field("name", name).name("kinds"), kinds);
              out.end();
            });
    out.end();
  }

  private Response silence(Params params) {
    long now = rules.get().now().toEpochMilli();
    long start = params.time("start", now);
    long end =
        params.text("duration").isEmpty()
            ? params.time("end", start)
            : start + params.duration("duration");
    String id =
        notifier
            .get()
            .silence(
                params.text("matchers"),
                Instant.ofEpochMilli(start),
                Instant.ofEpochMilli(end),
                params.text("by"),
                params.text("comment"))
            .id();
    return RuleEndpoints.done("id", id, "state", start > now ? "pending" : "active");
  }

  private Response expire(Params params) {
    String id = params.path("id");
    if (!notifier.get().expireSilence(id)) {
      throw new ApiException(
          404,
          "not_found",
          "no silence '" + id + "' that has not ended; see " + ROOT + "/silences");
    }
    return RuleEndpoints.done("id", id, "state", "expired");
  }

  private Response acknowledge(Params params) {
    String fingerprint = params.path("fingerprint");
    if (!notifier.get().acknowledge(fingerprint, params.text("by"), params.text("comment"))) {
      throw new ApiException(
          404, "not_found", "no alert with fingerprint '" + fingerprint + "' fires; see " + ROOT);
    }
    return RuleEndpoints.done("fingerprint", fingerprint, "state", "acknowledged");
  }

  private Response test(Params params) {
    String name = params.path("name");
    List<String> problems = notifier.get().test(name);
    if (!problems.isEmpty()) {
      throw new ApiException(502, "delivery", String.join("\n", problems));
    }
    return RuleEndpoints.done("receiver", name, "state", "delivered");
  }
}
