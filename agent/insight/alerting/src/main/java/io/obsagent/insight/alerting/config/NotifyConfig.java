// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.config;

import io.obsagent.insight.template.Template;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Everything that decides who is told about an alert: Alertmanager's configuration and what this
 * agent adds to it (escalation, schedules, maintenance windows, delivery, forwarding). Immutable.
 */
public final class NotifyConfig {
  private static final int MAX_BYTES = 1 << 20;

  public final Duration resolveTimeout;
  public final Route route;
  public final Map<String, ReceiverConfig> receivers;
  public final List<InhibitRule> inhibitRules;
  public final Map<String, List<TimeInterval>> timeIntervals;
  public final List<MaintenanceWindow> maintenanceWindows;
  public final Map<String, OnCallSchedule> schedules;
  public final DeliveryPolicy delivery;
  public final List<String> alertmanagers;
  public final Template templates;
  final List<String> warnings;

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
      Template templates,
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
   * @throws NotifyConfigException with file and line of the first error
   * @throws IOException if the file cannot be read
   */
  public static NotifyConfig load(Path file) throws NotifyConfigException, IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new NotifyConfigException(file + ":1: larger than " + MAX_BYTES + " bytes; split it");
    }
    Path directory = file.toAbsolutePath().getParent();
    String text = Files.readString(file, StandardCharsets.UTF_8);
    return NotifyConfigReader.read(
        file.getFileName().toString(), text, new TemplateFiles(directory));
  }

  /**
   * Reads a configuration that is no file; it cannot name templates in files.
   *
   * @param name what messages call it
   */
  public static NotifyConfig parse(String name, String text) throws NotifyConfigException {
    return NotifyConfigReader.read(name, text, new TemplateFiles(null));
  }

  /**
   * The short form: channels under {@code alerting} (or {@code monitoring.alerting}) and those that
   * an environment variable alone switches on.
   *
   * @param env the environment, e.g. {@code SLACK_WEBHOOK_URL}
   * @param name what messages call the text
   * @param text YAML with a {@code channels:} mapping and the like; may be empty
   */
  public static NotifyConfig ofChannels(Map<String, String> env, String name, String text)
      throws NotifyConfigException {
    return new ChannelReader(env).read(name, text);
  }

  /** Nobody is told anything. */
  public static NotifyConfig none() {
    try {
      return ofChannels(Map.of(), "no channels", "");
    } catch (NotifyConfigException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What was ignored, one line each with file and line. */
  public List<String> warnings() {
    return warnings;
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
