// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.config;

import io.obsagent.insight.template.Template;
import io.obsagent.spi.config.ConfigNode;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides who is told about an alert: Alertmanager's configuration and what this
 * agent adds to it (escalation, schedules, maintenance windows, delivery, forwarding). Immutable.
 */
public final class NotifyConfig {
  /** The receiver of the short form that tells nobody. */
  public static final String NOBODY = "none";

  static final Duration RESOLVE_TIMEOUT = Duration.ofMinutes(5);

  public final Duration resolveTimeout;
  public final Route route;
  public final Map<String, ReceiverConfig> receivers;
  public final List<InhibitRule> inhibitRules;
  public final Map<String, List<TimeInterval>> timeIntervals;
  public final List<MaintenanceWindow> maintenanceWindows;
  public final Map<String, OnCallSchedule> schedules;
  public final DeliveryPolicy delivery;
  public final List<String> alertmanagers;
  final List<String> warnings;

  /** Null for those that come with the agent, which are read when the first message is written. */
  private final @Nullable Template templates;

  NotifyConfig(
      Duration resolveTimeout,
      Route route,
      Map<String, ReceiverConfig> receivers,
      List<InhibitRule> inhibitRules,
      Map<String, List<TimeInterval>> timeIntervals,
      List<MaintenanceWindow> maintenanceWindows,
      Map<String, OnCallSchedule> schedules,
      DeliveryPolicy delivery,
      List<String> alertmanagers,
      @Nullable Template templates,
      List<String> warnings) {
    this.resolveTimeout = resolveTimeout;
    this.route = route;
    this.receivers = receivers;
    this.inhibitRules = inhibitRules;
    this.timeIntervals = timeIntervals;
    this.maintenanceWindows = maintenanceWindows;
    this.schedules = schedules;
    this.delivery = delivery;
    this.alertmanagers = alertmanagers;
    this.templates = templates;
    this.warnings = List.copyOf(warnings);
  }

  /**
   * Reads a file in Alertmanager's format; {@code templates:} are looked for beside it.
   *
   * @throws YamlException with file and line of each error
   * @throws IOException if the file cannot be read
   */
  public static NotifyConfig load(Path file) throws YamlException, IOException {
    Path directory = file.toAbsolutePath().getParent();
    return NotifyConfigReader.read(
        YamlReader.read(file.getFileName().toString(), Files.readAllBytes(file)),
        new TemplateFiles(directory));
  }

  /**
   * Reads a configuration that is no file; it cannot name templates in files.
   *
   * @param name what messages call it
   * @throws YamlException with the line of each error
   */
  public static NotifyConfig parse(String name, String text) throws YamlException {
    return NotifyConfigReader.read(YamlReader.read(name, text), new TemplateFiles(null));
  }

  /**
   * The short form: channels, and those that an environment variable alone switches on.
   *
   * @param env the environment, e.g. {@code SLACK_WEBHOOK_URL}
   * @param channels the channels by their names
   * @param problems takes what is wrong, each with its place; a channel that is wrong is left out
   */
  public static NotifyConfig ofChannels(
      Map<String, String> env, ConfigNode channels, Consumer<String> problems) {
    return new ChannelReader(env, problems).read(channels);
  }

  /**
   * The channels that an environment variable alone switches on.
   *
   * @param problems takes what is wrong with them
   */
  public static NotifyConfig ofEnvironment(Map<String, String> env, Consumer<String> problems) {
    return ofChannels(env, new ConfigNode.Empty("environment"), problems);
  }

  /** Nobody is told anything. */
  public static NotifyConfig none() {
    return ofEnvironment(Map.of(), problem -> {});
  }

  /** What messages are written with. */
  public Template templates() {
    return templates == null ? Templates.builtIn() : templates;
  }

  /** What was ignored, one line each with file and line. */
  public List<String> warnings() {
    return warnings;
  }

  /** How many ways to tell a receiver are left out because they were configured wrong. */
  public int leftOut() {
    return receivers.values().stream().mapToInt(ReceiverConfig::leftOut).sum();
  }

  /** Names of the receivers, in the order of the file. */
  public List<String> receiverNames() {
    return List.copyOf(receivers.keySet());
  }

  /** Whether anybody would be told anything. */
  public boolean isActive() {
    boolean receives = receivers.values().stream().anyMatch(r -> !r.integrations().isEmpty());
    return receives || !alertmanagers.isEmpty();
  }

  /**
   * The same as a configuration file for a real Alertmanager, without what only this agent knows.
   *
   * @param secrets whether they are in it: then it is for a file with narrow permissions, never for
   *     a page or a log; otherwise {@code <secret>} stands for each
   */
  public String toAlertmanagerYaml(boolean secrets) {
    return new AlertmanagerWriter(secrets).write(this);
  }
}
