// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events.webhook;

import io.obsagent.insight.api.Answers;
import io.obsagent.insight.api.ApiException;
import io.obsagent.insight.api.Params;
import io.obsagent.insight.events.store.EventTypes;
import io.obsagent.spi.event.Event;
import io.obsagent.spi.http.Request;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.log.AgentLog;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * {@code POST /monitoring/events/{source}}: takes what other systems deliver, once each. Nothing of
 * a delivery is read before its signature was found right. Thread-safe.
 */
public final class Webhooks {
  private final UnaryOperator<String> secrets;
  private final Delivery.Target target;
  private final InstantSource clock;
  private final Predicate<Event> store;

  /**
   * @param secrets of each sender by its name; empty for one that may not deliver
   * @param resource attributes of this process: whose events those are that name no service
   * @param store takes an event; false if it knows it already
   */
  public Webhooks(
      UnaryOperator<String> secrets,
      Map<String, String> resource,
      InstantSource clock,
      Predicate<Event> store) {
    this.secrets = secrets;
    this.clock = clock;
    this.store = store;
    this.target =
        new Delivery.Target(
            resource.getOrDefault("service.name", "unknown"),
            resource.getOrDefault("deployment.environment.name", EventTypes.PRODUCTION));
  }

  public Response answer(Params params) {
    String name = params.path("source");
    Sender sender = Sender.of(name);
    if (sender == null) {
      throw new ApiException(
          404, "not_found", "no such source; known are " + String.join(", ", Sender.names()));
    }
    Request request = params.request();
    verify(sender, request);
    Delivery.Target named =
        new Delivery.Target(
            orElse(params.text("service"), target.service()),
            orElse(params.text("environment"), target.environment()));
    Delivery delivery =
        new Delivery(sender.name(), request, Body.of(request), named, clock.millis());
    sender.reader().read(delivery);
    return take(delivery);
  }

  private static String orElse(String text, String otherwise) {
    return text.isEmpty() ? otherwise : text;
  }

  private void verify(Sender sender, Request request) {
    String key = "events." + sender.name() + ".secret";
    String secret = secrets.apply(sender.name());
    if (secret.isEmpty()) {
      throw new ApiException(
          403, "forbidden", "nothing is taken from here: configure '" + key + "'");
    }
    if (!sender.scheme().isSigned(request, secret, clock.millis())) {
      AgentLog.limited(
          AgentLog.Level.WARN,
          "events." + sender.name(),
          "a delivery to /monitoring/events/"
              + sender.name()
              + " was refused: not signed with "
              + key);
      throw new ApiException(
          401,
          "unauthorized",
          "not signed with '" + key + "'; wanted: " + sender.scheme().wanted());
    }
  }

  private Response take(Delivery delivery) {
    List<Event> events = delivery.events();
    int taken = 0;
    for (Event event : events) {
      taken += store.test(event) ? 1 : 0;
    }
    int accepted = taken;
    return Answers.success(
        out -> {
          out.object().field("accepted", accepted).field("known", events.size() - accepted);
          if (events.isEmpty()) {
            out.field("ignored", delivery.ignored());
          }
          out.end();
        });
  }
}
