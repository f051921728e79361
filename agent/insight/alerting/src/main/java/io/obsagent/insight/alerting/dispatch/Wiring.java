// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.dispatch;

import io.obsagent.insight.alerting.config.IntegrationConfig;
import io.obsagent.insight.alerting.config.NotifyConfig;
import io.obsagent.insight.alerting.config.ReceiverConfig;
import io.obsagent.insight.alerting.receivers.Integrations;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What belongs to one configuration of the notifier; made anew when that changes. */
record Wiring(
    NotifyConfig config,
    Map<String, List<Channel>> channels,
    Outbox outbox,
    Dispatcher dispatcher,
    List<Forwarder> forwarders) {

  /**
   * @param executors by the name of a receiver
   * @param shown from the notifier's time to that of people's clocks
   */
  static Wiring of(
      NotifyConfig config,
      Function<String, Executor> executors,
      AlertStore alerts,
      NotificationLog log,
      String externalUrl,
      UnaryOperator<Instant> shown,
      AtomicLong droppedAlerts) {
    Map<String, List<Channel>> channels = new LinkedHashMap<>();
    Integrations integrations = new Integrations(config);
    for (ReceiverConfig receiver : config.receivers.values()) {
      Executor executor = executors.apply(receiver.name());
      channels.put(receiver.name(), channels(config, receiver, integrations, executor));
    }
    List<Forwarder> forwarders = new ArrayList<>();
    for (String url : config.alertmanagers) {
      forwarders.add(new Forwarder(url, config.delivery, executors.apply("alertmanager"), shown));
    }
    Outbox outbox = new Outbox(config.delivery);
    Dispatcher dispatcher =
        new Dispatcher(config, channels, alerts, log, outbox, externalUrl, shown, droppedAlerts);
    return new Wiring(config, channels, outbox, dispatcher, forwarders);
  }

  private static List<Channel> channels(
      NotifyConfig config, ReceiverConfig receiver, Integrations integrations, Executor executor) {
    List<Channel> own = new ArrayList<>();
    for (IntegrationConfig integration : receiver.integrations()) {
      own.add(
          new Channel(
              receiver.name(),
              integration.type().label(),
              own.size(),
              integration.sendResolved(),
              integrations.create(integration),
              executor,
              config.delivery.perMinute()));
    }
    return own;
  }

  List<Channel> allChannels() {
    List<Channel> all = new ArrayList<>();
    channels.values().forEach(all::addAll);
    return all;
  }
}
