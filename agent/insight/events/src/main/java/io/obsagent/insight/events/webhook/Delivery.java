// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events.webhook;

import io.obsagent.insight.events.store.EventTypes;
import io.obsagent.spi.event.Event;
import io.obsagent.spi.http.Request;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What one request brought, and the events that are made of it. For one thread. */
final class Delivery {
  private static final int MAX_EVENTS = 500;
  private static final long MAX_AHEAD_MILLIS = 24 * 3_600_000L;
  private static final Set<String> GOOD =
      Set.of(
          "success", "succeeded", "successful", "ok", "passed", "completed", "synced", "healthy");
  private static final Set<String> BAD =
      Set.of(
          "failure", "failed", "error", "errored", "unstable", "aborted", "degraded", "rejected");

  private final String source;
  private final Request request;
  private final Body body;
  private final Target target;
  private final long now;
  private final List<Event> events = new ArrayList<>();
  private String ignored = "there is nothing in it to keep";

  /** Whose deployments and incidents those are that do not say it. */
  record Target(String service, String environment) {}

  Delivery(String source, Request request, Body body, Target target, long now) {
    this.source = source;
    this.request = request;
    this.body = body;
    this.target = target;
    this.now = now;
  }

  /** The first value of the header, or empty. */
  String header(String name) {
    String value = request.header(name);
    return value == null ? "" : value;
  }

  Body body() {
    return body;
  }

  /** When it came. */
  long now() {
    return now;
  }

  List<Event> events() {
    return events;
  }

  /**
   * The service that a sender names in a way of its own: the address of the delivery may know
   * better, and of this process's own name the case does not matter.
   */
  String service(String named) {
    boolean given = request.parameter(EventTypes.SERVICE) != null;
    return given || named.equalsIgnoreCase(target.service()) ? target.service() : named;
  }

  /** Why there are no events, if there are none. */
  String ignored() {
    return ignored;
  }

  void ignore(String why) {
    ignored = why;
  }

  /** Success or failure of what the sender's word says, or empty of what has not ended. */
  static String outcome(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    return GOOD.contains(lower)
        ? EventTypes.SUCCESS
        : BAD.contains(lower) ? EventTypes.FAILURE : "";
  }

  /**
   * Whether a run of a build server deploys: the address of the delivery says so, or its name does.
   */
  boolean deploys(String name) {
    String given = request.parameter("deployment");
    return given != null ? given.equals("true") : name.toLowerCase(Locale.ROOT).contains("deploy");
  }

  /**
   * A run of a build server that has ended.
   *
   * @param begun when, in epoch milliseconds; 0 where the sender does not tell
   */
  void run(
      String subject,
      String name,
      String outcome,
      String commit,
      String environment,
      long begun,
      long at) {
    if (outcome.isEmpty()) {
      ignore("the run has not ended with success or failure");
      return;
    }
    boolean deploys = deploys(name);
    draft(deploys ? EventTypes.DEPLOYMENT : EventTypes.PIPELINE, subject)
        .at(at)
        .title(name + ": " + outcome)
        .put(EventTypes.STATUS, outcome)
        .put(EventTypes.COMMIT, commit)
        .put(EventTypes.ENVIRONMENT, environment)
        .put(EventTypes.PIPELINE, name)
        .put(EventTypes.DURATION, begun > 0 && begun <= at ? seconds(at - begun) : "")
        .add();
  }

  private static String seconds(long millis) {
    return BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString();
  }

  /** Something broken, or whole again. */
  Draft incident(String subject, boolean open, long at, String title) {
    return draft(EventTypes.INCIDENT, subject)
        .at(at)
        .title(title)
        .put(EventTypes.STATUS, open ? EventTypes.OPENED : EventTypes.RESOLVED);
  }

  /** A commit. */
  void change(String commit, String head, long at, String title) {
    draft(EventTypes.CHANGE, commit).at(at).title(title).put(EventTypes.HEAD, head).add();
  }

  /**
   * Begins an event.
   *
   * @param subject what it is about, in the sender's words; never empty
   */
  Draft draft(String type, String subject) {
    return new Draft(type, subject);
  }

  /** An event in the making. */
  final class Draft {
    private final String type;
    private final String subject;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private String title = "";
    private long at = now;

    private Draft(String type, String subject) {
      this.type = type;
      this.subject = subject;
    }

    Draft at(long epochMillis) {
      at = epochMillis;
      return this;
    }

    Draft title(String text) {
      title = text.strip();
      return this;
    }

    Draft put(String name, String value) {
      if (!value.isEmpty()) {
        attributes.put(name, value);
      }
      return this;
    }

    /** Puts the event beside the others of the delivery. */
    void add() {
      if (events.size() == MAX_EVENTS) {
        throw new IllegalArgumentException("more than " + MAX_EVENTS + " events in one delivery");
      }
      if (at > now + MAX_AHEAD_MILLIS || at <= 0) {
        throw new IllegalArgumentException(
            "the time of '" + type + "' is before 1970, or more than a day ahead");
      }
      Map<String, String> all = new LinkedHashMap<>();
      all.put(EventTypes.SUBJECT, subject);
      all.putAll(attributes);
      all.putIfAbsent(EventTypes.SERVICE, target.service());
      all.putIfAbsent(EventTypes.ENVIRONMENT, target.environment());
      String status = all.getOrDefault(EventTypes.STATUS, "");
      String id = source + ':' + type + ':' + subject + (status.isEmpty() ? "" : ':' + status);
      events.add(new Event(id, at, type, source, title.isEmpty() ? subject : title, all));
    }
  }
}
