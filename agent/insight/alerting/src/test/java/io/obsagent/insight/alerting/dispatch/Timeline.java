// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.dispatch;

import io.obsagent.insight.alert.Alert;
import io.obsagent.insight.alerting.config.NotifyConfig;
import io.obsagent.insight.labels.Labels;
import io.obsagent.yaml.YamlException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A notifier whose time is moved by hand; deliveries happen in the test's own thread. */
public final class Timeline implements AutoCloseable {
  public static final Instant START = Instant.parse("2026-01-05T08:00:00Z");

  Instant now = START;
  final Notifier notifier;

  Timeline(String yaml) throws YamlException {
    this(yaml, null);
  }

  Timeline(String yaml, @Nullable Path directory) throws YamlException {
    this(NotifyConfig.parse("alertmanager.yml", yaml), directory);
  }

  Timeline(NotifyConfig config, @Nullable Path directory) {
    notifier = new Notifier(config, directory, "http://obs:9464", () -> now, Runnable::run);
  }

  /** Lets time pass, doing everything that is due on the way. */
  Timeline pass(Duration duration) {
    Instant end = now.plus(duration);
    Instant next = notifier.tick();
    while (!next.isAfter(end)) {
      now = next.isAfter(now) ? next : now;
      next = notifier.tick();
    }
    now = end;
    notifier.tick();
    return this;
  }

  Timeline fire(String... labels) {
    notifier.receive(List.of(alert(labels)));
    return this;
  }

  Timeline resolve(String... labels) {
    notifier.receive(List.of(alert(labels).endingAt(now)));
    return this;
  }

  private Alert alert(String... labels) {
    Labels set = Labels.of(labels);
    Instant end = now.plus(Duration.ofDays(2));
    return new Alert(set, Map.of("summary", "about " + set.get("alertname")), now, end, "");
  }

  @Override
  public void close() {
    notifier.close();
  }
}
