// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events.webhook;

import io.obsagent.insight.events.store.EventTypes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/**
 * Events in our own form: an object, or a list of them.
 *
 * <pre>
 * {"type": "deployment", "id": "42", "service": "shop", "environment": "production",
 *  "version": "3.1", "commit": "…", "commits": [{"id": "…", "timestamp": "…"}], "status": "success",
 *  "time": "2026-11-28T10:15:30Z"}
 * {"type": "incident", "id": "7", "created": "…", "resolved": "…", "deployment": "42"}
 * </pre>
 */
final class Generic {
  /** What stands for itself; all else of an event becomes attributes. */
  private static final Set<String> READ =
      Set.of(
          "type",
          "id",
          "time",
          "title",
          "status",
          "commits",
          "created",
          "resolved",
          "deployment",
          "timestamp");

  private Generic() {}

  static void read(Delivery delivery) {
    Body body = delivery.body();
    if (body.isList()) {
      body.list("").forEach(item -> event(delivery, item));
    } else {
      event(delivery, body);
    }
  }

  private static void event(Delivery delivery, Body body) {
    String type = body.required("type");
    if (!type.matches("[a-z][a-z0-9._-]{0,63}")) {
      throw body.wrong("type", "expected lower-case letters, digits and . _ -, at most 64");
    }
    switch (type) {
      case EventTypes.DEPLOYMENT -> deployment(delivery, body);
      case EventTypes.INCIDENT -> incident(delivery, body);
      case EventTypes.CHANGE ->
          delivery.change(
              body.required("id"),
              body.text("head"),
              body.time(delivery.now(), "timestamp", "time"),
              body.text("title"));
      default -> {
        Delivery.Draft draft = delivery.draft(type, id(delivery, body));
        rest(draft.at(body.time(delivery.now(), "time")).title(body.text("title")), body)
            .put(EventTypes.STATUS, body.text("status"))
            .add();
      }
    }
  }

  private static void deployment(Delivery delivery, Body body) {
    String status = body.text("status").isEmpty() ? EventTypes.SUCCESS : body.text("status");
    String outcome =
        status.equals(EventTypes.STARTED) ? EventTypes.STARTED : Delivery.outcome(status);
    if (outcome.isEmpty()) {
      throw body.wrong("status", "expected success, failure or started");
    }
    StringBuilder commits = new StringBuilder(body.text("commit"));
    for (Body commit : body.list("commits")) {
      String id = commit.required("id");
      delivery.change(id, body.text("commit"), commit.time(delivery.now(), "timestamp"), "");
      commits.append(commits.isEmpty() ? "" : ",").append(id);
    }
    String first = body.text("commit");
    Delivery.Draft draft = delivery.draft(EventTypes.DEPLOYMENT, id(delivery, body));
    rest(draft.at(body.time(delivery.now(), "time")).title(body.text("title")), body)
        .put(EventTypes.STATUS, outcome)
        .put(EventTypes.COMMIT, first.isEmpty() ? commits.toString().split(",", 2)[0] : first)
        .put(EventTypes.COMMITS, first.isEmpty() ? commits.toString() : "")
        .add();
  }

  private static void incident(Delivery delivery, Body body) {
    String id = body.required("id");
    long created = body.time(delivery.now(), "created", "time");
    boolean resolved = body.at("resolved").isPresent();
    boolean ended = resolved || body.text("status").equals(EventTypes.RESOLVED);
    boolean again = body.text("status").equals("reopened");
    if (!ended || body.at("created").isPresent()) {
      long opened = again ? body.time(delivery.now(), "time") : created;
      rest(delivery.incident(id, true, opened, body.text("title")), body)
          .put(EventTypes.CAUSE, body.text("deployment"))
          .add();
    }
    if (ended) {
      long end = body.time(delivery.now(), "resolved", "time");
      if (end < created && body.at("created").isPresent()) {
        throw body.wrong("resolved", "is before 'created'");
      }
      rest(delivery.incident(id, false, end, body.text("title")), body)
          .put(EventTypes.CAUSE, body.text("deployment"))
          .add();
    }
  }

  /** Its own, or one that the same delivery always has. */
  private static String id(Delivery delivery, Body body) {
    String id = body.text("id");
    if (!id.isEmpty()) {
      return id;
    }
    String given = delivery.header("webhook-id");
    return given.isEmpty() ? digest(body.toString()) : given + '/' + delivery.events().size();
  }

  private static String digest(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  private static Delivery.Draft rest(Delivery.Draft draft, Body body) {
    for (String name : body.names()) {
      if (!READ.contains(name)) {
        draft.put(name, body.entry(name));
      }
    }
    return draft;
  }
}
