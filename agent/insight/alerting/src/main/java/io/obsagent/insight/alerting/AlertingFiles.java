// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting;

import io.obsagent.insight.alert.Alerts;
import io.obsagent.insight.alerting.config.NotifyConfig;
import io.obsagent.insight.alerting.dispatch.Notifier;
import io.obsagent.insight.alerting.rules.KeptRules;
import io.obsagent.insight.alerting.rules.RuleDefinition;
import io.obsagent.insight.alerting.rules.RuleFile;
import io.obsagent.insight.alerting.rules.RuleFileReader;
import io.obsagent.insight.alerting.rules.RuleGroup;
import io.obsagent.insight.alerting.rules.Rules;
import io.obsagent.insight.files.FilePaths;
import io.obsagent.insight.files.WatchedFiles;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.config.Section;
import io.obsagent.spi.diagnostics.Problems;
import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.service.AgentLoop;
import io.obsagent.yaml.Unreadable;
import io.obsagent.yaml.YamlException;
import java.io.File;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Rules and channels as files and the configuration have them, now and after each change. Files are
 * looked at every five seconds; one that is wrong is told, and what was there stays.
 */
final class AlertingFiles {
  private static final Duration WATCH = Duration.ofSeconds(5);

  /** Areas of problems. */
  private static final String RULES = "alerting.rules";

  private static final String CHANNELS = "alerting.channels";

  private final WatchedFiles watchedRules = new WatchedFiles();
  private final WatchedFiles watchedChannels = new WatchedFiles();
  private final KeptRules kept = new KeptRules();
  private final Config config;
  private final Rules rules;
  private final Notifier notifier;
  private final Alerts alerts;
  private final AgentLoop loop = new AgentLoop("alerting-files", this::look);

  /**
   * @param alerts has the rules of other features
   */
  AlertingFiles(Config config, Rules rules, Notifier notifier, Alerts alerts) {
    this.config = config;
    this.alerts = alerts;
    this.rules = rules;
    this.notifier = notifier;
  }

  /** Loads the rules and begins to watch. */
  void begin() {
    watchedRules.changed(files(config, AlertingOptions.RULE_FILES));
    watchedChannels.changed(files(config, AlertingOptions.ALERTMANAGER_FILE));
    loadRules();
    alerts.onRules(this::loadRules);
    config.onChange(AlertingOptions.RULES, changed -> loadRules());
    config.onChange(AlertingOptions.NAMED_RULES, changed -> loadRules());
    config.onChange(AlertingOptions.CHANNELS, changed -> loadChannels());
    loop.start(WATCH);
  }

  void close() {
    loop.close();
  }

  /** Takes over what has changed; returns how long to wait before the next look, ns. */
  long look() {
    if (watchedRules.changed(files(config, AlertingOptions.RULE_FILES))) {
      loadRules();
    }
    if (watchedChannels.changed(files(config, AlertingOptions.ALERTMANAGER_FILE))) {
      loadChannels();
    }
    return WATCH.toNanos();
  }

  private static List<File> files(Config config, Option<String> option) {
    return FilePaths.listed(
        config.get(option), wrong -> Problems.add("alerting.paths", option.key() + ": " + wrong));
  }

  /**
   * Tells what is wrong in the files and between the parts of the configuration, and takes nothing.
   */
  static void check(Config config) {
    channelsOrNone(config);
    Problems.replace(RULES, problems(config, readAll(config, new KeptRules())));
  }

  private synchronized void loadRules() {
    List<RuleFile> read = readAll(config, kept);
    alerts.rules().forEach((source, yaml) -> read.add(RuleFileReader.read(source, yaml)));
    Problems.replace(RULES, problems(config, read));
    int count = 0;
    for (RuleFile file : read) {
      count += file.rules();
    }
    rules.load(read);
    AgentLog.info("alerting: " + count + " rules loaded, besides those that come with the agent");
  }

  private static List<RuleFile> readAll(Config config, KeptRules kept) {
    List<RuleFile> read = new ArrayList<>();
    for (File file : files(config, AlertingOptions.RULE_FILES)) {
      read.add(kept.keep(file.getPath(), read(file)));
    }
    for (Section<RuleFile> section : List.of(AlertingOptions.RULES, AlertingOptions.NAMED_RULES)) {
      RuleFile ofSection = config.get(section);
      RuleFile counts = kept.keep(section.key(), ofSection);
      // What is wrong in the configuration is told by whoever read it, at start and at each change.
      read.add(counts == ofSection ? new RuleFile(counts.groups(), List.of()) : counts);
    }
    return read;
  }

  private static List<String> problems(Config config, List<RuleFile> read) {
    List<String> problems = new ArrayList<>();
    read.forEach(file -> problems.addAll(file.errors()));
    List<RuleDefinition.Alerting> alerts = new ArrayList<>();
    for (RuleFile file : read) {
      for (RuleGroup group : file.groups()) {
        for (RuleDefinition rule : group.rules()) {
          if (rule instanceof RuleDefinition.Alerting alert
              && alert.labels().containsKey("channels")) {
            alerts.add(alert);
          }
        }
      }
    }
    // Only channels have names that a rule can give; routes of a file go by labels.
    List<String> known = alerts.isEmpty() ? null : knownChannels(config);
    if (known != null) {
      alerts.forEach(alert -> tellOfUnknownChannels(alert, known, problems));
    }
    return problems;
  }

  private static void tellOfUnknownChannels(
      RuleDefinition.Alerting rule, List<String> known, List<String> problems) {
    for (String name : rule.labels().getOrDefault("channels", "").split(",", 100)) {
      if (!name.isBlank() && !known.contains(name.strip())) {
        problems.add(
            (rule.place() + ": rule '" + rule.name() + "': no channel is called '" + name.strip())
                + (known.isEmpty()
                    ? "'; there is none"
                    : "'; there are " + String.join(", ", known)));
      }
    }
  }

  /**
   * The names of channels, or null where nobody can say: a file has the routes, or all is wrong.
   */
  private static @Nullable List<String> knownChannels(Config config) {
    try {
      return config.get(AlertingOptions.ALERTMANAGER_FILE).isEmpty()
          ? read(config, told -> {}).receiverNames().stream()
              .filter(name -> !name.equals(NotifyConfig.NOBODY))
              .toList()
          : null;
    } catch (YamlException | IOException told) {
      return null;
    }
  }

  private static RuleFile read(File file) {
    try {
      return RuleFileReader.read(file.toPath());
    } catch (IOException e) {
      return new RuleFile(List.of(), List.of(file + ": cannot be read: " + Unreadable.reason(e)));
    }
  }

  private void loadChannels() {
    try {
      notifier.reload(channels(config));
    } catch (YamlException | IOException e) {
      tell(config, e);
    }
  }

  private static void tell(Config config, Exception wrong) {
    List<String> problems =
        wrong instanceof YamlException yaml
            ? yaml.problems()
            : List.of(
                config.get(AlertingOptions.ALERTMANAGER_FILE)
                    + ": cannot be read: "
                    + Unreadable.reason(wrong));
    Problems.replace(
        CHANNELS,
        problems.stream().map(told -> "alerts are not sent as configured: " + told).toList());
  }

  /** What is configured; if that is wrong, which is told, no channels at all. */
  static NotifyConfig channelsOrNone(Config config) {
    try {
      return channels(config);
    } catch (YamlException | IOException e) {
      tell(config, e);
      return NotifyConfig.none();
    }
  }

  private static NotifyConfig channels(Config config) throws YamlException, IOException {
    List<String> problems = new ArrayList<>();
    NotifyConfig read = read(config, problems::add);
    problems.addAll(read.warnings());
    Problems.replace(CHANNELS, problems);
    return read;
  }

  private static NotifyConfig read(Config config, Consumer<String> problems)
      throws YamlException, IOException {
    String file = config.get(AlertingOptions.ALERTMANAGER_FILE);
    return !file.isEmpty()
        ? NotifyConfig.load(path(file))
        : config
            .get(AlertingOptions.CHANNELS)
            .orElseGet(() -> NotifyConfig.ofEnvironment(System.getenv(), problems));
  }

  private static Path path(String file) throws IOException {
    try {
      return Path.of(file);
    } catch (InvalidPathException e) {
      throw new IOException("alerting.alertmanager-file is no path: " + e.getMessage(), e);
    }
  }
}
