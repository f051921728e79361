// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting;

import io.obsagent.insight.alerting.config.NotifyConfig;
import io.obsagent.insight.alerting.config.NotifyConfigException;
import io.obsagent.insight.alerting.dispatch.Notifier;
import io.obsagent.insight.alerting.rules.KeptRules;
import io.obsagent.insight.alerting.rules.RuleDefinition;
import io.obsagent.insight.alerting.rules.RuleFile;
import io.obsagent.insight.alerting.rules.RuleFileReader;
import io.obsagent.insight.alerting.rules.RuleGroup;
import io.obsagent.insight.alerting.rules.RulePaths;
import io.obsagent.insight.alerting.rules.Rules;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.config.Section;
import io.obsagent.spi.diagnostics.Problems;
import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.service.AgentLoop;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
  private final AgentLoop loop = new AgentLoop("alerting-files", this::look);

  AlertingFiles(Config config, Rules rules, Notifier notifier) {
    this.config = config;
    this.rules = rules;
    this.notifier = notifier;
  }

  /** Loads the rules and begins to watch. */
  void begin() {
    watchedRules.changed(files(config, AlertingOptions.RULE_FILES));
    watchedChannels.changed(files(config, AlertingOptions.ALERTMANAGER_FILE));
    loadRules();
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
    List<File> files = new ArrayList<>();
    for (String path : config.get(option).split(",", 100)) {
      if (!path.isBlank()) {
        try {
          RulePaths.expand(Path.of(path.strip())).forEach(found -> files.add(found.toFile()));
        } catch (InvalidPathException e) {
          Problems.add("alerting.paths", option.key() + ": this is no path: " + e.getMessage());
        }
      }
    }
    return files;
  }

  private synchronized void loadRules() {
    List<RuleFile> read = new ArrayList<>();
    for (File file : files(config, AlertingOptions.RULE_FILES)) {
      read.add(kept.keep(file.getPath(), read(file)));
    }
    addShort(AlertingOptions.RULES, "rules", read);
    addShort(AlertingOptions.NAMED_RULES, "alert_rules", read);
    Problems.clear(RULES);
    for (RuleFile file : read) {
      file.errors().forEach(error -> Problems.add(RULES, error));
    }
    tellOfUnknownChannels(read);
    rules.load(read);
    int count = read.stream().mapToInt(RuleFile::rules).sum();
    AgentLog.info("alerting: " + count + " rules loaded, besides those that come with the agent");
  }

  /** Only channels have names that a rule can give; routes of a file go by labels. */
  private void tellOfUnknownChannels(List<RuleFile> read) {
    List<String> known = knownChannels();
    for (RuleFile file : read) {
      for (RuleGroup group : file.groups()) {
        for (RuleDefinition rule : group.rules()) {
          if (rule instanceof RuleDefinition.Alerting alert) {
            for (String name : alert.labels().getOrDefault("channels", "").split(",", 100)) {
              if (known != null && !name.isBlank() && !known.contains(name.strip())) {
                Problems.add(
                    RULES,
                    "rule '" + rule.name() + "': no channel is called '" + name.strip() + "'");
              }
            }
          }
        }
      }
    }
  }

  /**
   * The names of channels, or null where nobody can say: a file has the routes, or all is wrong.
   */
  private @Nullable List<String> knownChannels() {
    try {
      return config.get(AlertingOptions.ALERTMANAGER_FILE).isEmpty()
          ? List.copyOf(read(config).receiverNames())
          : null;
    } catch (NotifyConfigException | IOException told) {
      return null;
    }
  }

  private static RuleFile read(File file) {
    try {
      return RuleFileReader.read(file.getPath(), Files.readString(file.toPath()));
    } catch (IOException e) {
      return new RuleFile(List.of(), List.of(file + ": cannot be read: " + e));
    }
  }

  private void addShort(Section<String> section, String key, List<RuleFile> rules) {
    String json = config.get(section);
    if (json.isEmpty()) {
      kept.forget(section.key());
      return;
    }
    RuleFile read = RuleFileReader.read("obs-agent.yaml", "{\"" + key + "\": " + json + "}");
    rules.add(kept.keep(section.key(), read));
  }

  private void loadChannels() {
    try {
      notifier.reload(channels(config));
    } catch (NotifyConfigException | IOException e) {
      tell(e);
    }
  }

  private static void tell(Exception wrong) {
    Problems.add(CHANNELS, "alerts are not sent as configured: " + wrong.getMessage());
  }

  /** What is configured; if that is wrong, which is told, no channels at all. */
  static NotifyConfig channelsOrNone(Config config) {
    try {
      return channels(config);
    } catch (NotifyConfigException | IOException e) {
      tell(e);
      return NotifyConfig.none();
    }
  }

  private static NotifyConfig channels(Config config) throws NotifyConfigException, IOException {
    NotifyConfig read = read(config);
    Problems.clear(CHANNELS);
    read.warnings().forEach(warning -> Problems.add(CHANNELS, warning));
    return read;
  }

  private static NotifyConfig read(Config config) throws NotifyConfigException, IOException {
    String file = config.get(AlertingOptions.ALERTMANAGER_FILE);
    String channels = config.get(AlertingOptions.CHANNELS);
    return !file.isEmpty()
        ? NotifyConfig.load(path(file))
        : NotifyConfig.ofChannels(
            System.getenv(),
            "obs-agent.yaml",
            channels.isEmpty() ? "" : "{\"channels\": " + channels + "}");
  }

  private static Path path(String file) throws IOException {
    try {
      return Path.of(file);
    } catch (InvalidPathException e) {
      throw new IOException("alerting.alertmanager-file is no path: " + e.getMessage(), e);
    }
  }
}
