// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.insight.alert.Alert;
import io.obsagent.insight.alerting.config.NotifyConfig;
import io.obsagent.insight.labels.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What passes (no memory, no thread, no file descriptor) must not end anything for ever. */
class TroubleTest {
  private static final Instant START = Timeline.START;

  private int failures;
  private Instant now = START;

  @Test
  void aDeliveryForWhichNoThreadCouldBeHadIsTriedAgain() throws Exception {
    try (HttpReceiver receiver = new HttpReceiver()) {
      NotifyConfig config =
          NotifyConfig.parse(
              "am.yml",
              "{route: {receiver: r, group_wait: 0s}, receivers: [{name: r, webhook_configs: [{url:"
                  + " '"
                  + receiver.url("/hook")
                  + "'}]}]}");
      failures = 2;
      try (Notifier notifier = new Notifier(config, null, "", () -> now, failing())) {
        notifier.receive(List.of(alert()));
        passUntil(notifier, START.plus(Duration.ofMinutes(4)));
        assertThat(receiver.requests).hasSize(1);
      }
    }
  }

  @Test
  void aForwarderForWhichNoThreadCouldBeHadGoesOn() throws Exception {
    try (HttpReceiver receiver = new HttpReceiver()) {
      Forwarder forwarder = forwarder(receiver, failing(), time -> time);
      failures = 1;
      forwarder.add(List.of(alert()));
      forwarder.tick(now, () -> now);
      assertThat(forwarder.next()).isEqualTo(START.plusSeconds(1));
      forwarder.tick(START.plusSeconds(1), () -> now);
      assertThat(receiver.requests).hasSize(1);
    }
  }

  @Test
  void aForwarderThatRanOutOfMemoryKeepsItsAlertsAndGoesOn() throws Exception {
    try (HttpReceiver receiver = new HttpReceiver()) {
      failures = 1;
      UnaryOperator<Instant> once =
          time -> {
            fail();
            return time;
          };
      Forwarder forwarder = forwarder(receiver, Runnable::run, once);
      forwarder.add(List.of(alert()));
      forwarder.tick(now, () -> now);
      assertThat(receiver.requests).isEmpty();
      assertThat(forwarder.failed).hasValue(1);
      forwarder.tick(forwarder.next(), () -> now);
      assertThat(receiver.requests).hasSize(1);
      assertThat(forwarder.sent).hasValue(1);
    }
  }

  @Test
  void anAlertmanagerIsToldTheTimesThatItsClockShows() throws Exception {
    try (HttpReceiver receiver = new HttpReceiver()) {
      Forwarder forwarder =
          forwarder(receiver, Runnable::run, time -> time.minus(Duration.ofHours(1)));
      forwarder.add(List.of(alert().endingAt(START)));
      forwarder.tick(now, () -> now);
      assertThat(receiver.bodies().get(0)).contains("\"endsAt\":\"2026-01-05T07:00:00Z\"");
    }
  }

  private static Forwarder forwarder(
      HttpReceiver receiver, Executor executor, UnaryOperator<Instant> shown) {
    NotifyConfig config = NotifyConfig.none();
    return new Forwarder(receiver.url("/"), config.delivery, executor, shown);
  }

  private Executor failing() {
    return task -> {
      fail();
      task.run();
    };
  }

  private void fail() {
    if (failures-- > 0) {
      throw new OutOfMemoryError("unable to create native thread");
    }
  }

  private void passUntil(Notifier notifier, Instant end) {
    Instant next = notifier.tick();
    while (!next.isAfter(end)) {
      now = next.isAfter(now) ? next : now;
      next = notifier.tick();
    }
  }

  private Alert alert() {
    return new Alert(
        Labels.of("alertname", "A"), Map.of(), START, START.plus(Duration.ofDays(1)), "");
  }
}
