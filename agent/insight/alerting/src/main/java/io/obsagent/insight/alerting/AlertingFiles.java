// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting;

import io.obsagent.insight.alerting.config.NotifyConfig;
import io.obsagent.insight.alerting.config.NotifyConfigException;
import io.obsagent.insight.alerting.dispatch.Notifier;
import io.obsagent.insight.alerting.rules.RuleFile;
import io.obsagent.insight.alerting.rules.RuleFileReader;
import io.obsagent.insight.alerting.rules.Rules;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.service.AgentThread;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Rules and channels as files and the configuration have them, now and after each change. Files are
 * looked at every five seconds; one that is wrong is told, and what was there stays.
 */
final class AlertingFiles {
  private static final long WATCH_NANOS = 5_000_000_000L;

  private final WatchedFiles watchedRules = new WatchedFiles();
  private final WatchedFiles watchedChannels = new WatchedFiles();
  private final Config config;
  private final Rules rules;
  private final Notifier notifier;
  private volatile boolean closed;

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
    new AgentThread(this::watch, "alerting-files").start();
  }

  void close() {
    closed = true;
  }

  private void watch() {
    while (!closed) {
      LockSupport.parkNanos(WATCH_NANOS);
      try {
        look();
      } catch (Throwable e) {
        AgentLog.limited(
            AgentLog.Level.WARN, "alerting.files", "alerting: its files cannot be watched: " + e);
      }
    }
  }

  private void look() {
    if (watchedRules.changed(files(config, AlertingOptions.RULE_FILES))) {
      loadRules();
    }
    if (watchedChannels.changed(files(config, AlertingOptions.ALERTMANAGER_FILE))) {
      loadChannels();
    }
  }

  private static List<File> files(Config config, Option<String> option) {
    List<File> files = new ArrayList<>();
    for (String path : config.get(option).split(",", 100)) {
      if (!path.isBlank()) {
        files.add(new File(path.strip()));
      }
    }
    return files;
  }

  private void loadRules() {
    List<RuleFile> read = new ArrayList<>();
    for (File file : files(config, AlertingOptions.RULE_FILES)) {
      try {
        read.add(RuleFileReader.read(file.getPath(), Files.readString(file.toPath())));
      } catch (IOException e) {
        read.add(new RuleFile(List.of(), List.of(file + ": cannot be read: " + e)));
      }
    }
    addShort(config.get(AlertingOptions.RULES), "rules", read);
    addShort(config.get(AlertingOptions.NAMED_RULES), "alert_rules", read);
    rules.load(read);
  }

  private static void addShort(String json, String key, List<RuleFile> rules) {
    if (!json.isEmpty()) {
      rules.add(RuleFileReader.read("obs-agent.yaml", "{\"" + key + "\": " + json + "}"));
    }
  }

  private void loadChannels() {
    try {
      notifier.reload(channels(config));
    } catch (NotifyConfigException | IOException e) {
      tell(e);
    }
  }

  private static void tell(Exception wrong) {
    AgentLog.warn("alerts are not sent as configured: " + wrong.getMessage());
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
    String file = config.get(AlertingOptions.ALERTMANAGER_FILE);
    String channels = config.get(AlertingOptions.CHANNELS);
    NotifyConfig read =
        !file.isEmpty()
            ? NotifyConfig.load(Path.of(file))
            : NotifyConfig.ofChannels(
                System.getenv(),
                "obs-agent.yaml",
                channels.isEmpty() ? "" : "{\"channels\": " + channels + "}");
    read.warnings().forEach(AgentLog::warn);
    return read;
  }
}
