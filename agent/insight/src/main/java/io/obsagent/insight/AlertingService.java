// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight;

import io.obsagent.insight.api.AlertResponder;
import io.obsagent.insight.api.AlertsApi;
import io.obsagent.insight.api.PrometheusApi;
import io.obsagent.insight.notify.Notifier;
import io.obsagent.insight.notify.NotifyConfig;
import io.obsagent.insight.notify.NotifyConfigException;
import io.obsagent.insight.promql.Engine;
import io.obsagent.insight.promql.EngineOptions;
import io.obsagent.insight.rules.AlertOptions;
import io.obsagent.insight.rules.Alerting;
import io.obsagent.insight.rules.RuleFile;
import io.obsagent.insight.rules.RuleFileReader;
import io.obsagent.insight.series.Labels;
import io.obsagent.insight.series.SeriesStore;
import io.obsagent.insight.series.StoreOptions;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.config.Section;
import io.obsagent.spi.http.Access;
import io.obsagent.spi.http.Handler;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.service.AgentContext;
import io.obsagent.spi.service.AgentService;
import io.obsagent.spi.service.AgentThread;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Alerts in the process: series store, rules, notifications, and what is served of them. Rule files
 * and the notification file are watched; one that is wrong is told, and what was there stays.
 */
public final class AlertingService implements AgentService {
  private static final long WATCH_NANOS = 5_000_000_000L;

  private final WatchedFiles watchedRules = new WatchedFiles();
  private final WatchedFiles watchedChannels = new WatchedFiles();
  private volatile boolean closed;
  private @Nullable Notifier notifier;
  private @Nullable Alerting alerting;

  @Override
  public List<Option<?>> options() {
    return AlertingOptions.ALL;
  }

  @Override
  public List<Section<?>> sections() {
    return AlertingOptions.SECTIONS;
  }

  @Override
  public synchronized String start(AgentContext context) throws NotifyConfigException {
    Config config = context.config();
    if (!config.get(AlertingOptions.ENABLED)) {
      return "";
    }
    Path directory = directory(config);
    String externalUrl = config.get(AlertingOptions.EXTERNAL_URL);
    Notifier sender =
        new Notifier(
            channels(config, NotifyConfig.ofChannels(Map.of(), "none", "")),
            directory,
            externalUrl);
    Alerting evaluator = evaluator(context, sender, directory, externalUrl);
    evaluator.load(ruleFiles(config));
    watchedRules.changed(files(config, AlertingOptions.RULE_FILES));
    watchedChannels.changed(files(config, AlertingOptions.ALERTMANAGER_FILE));
    context.metrics().register(evaluator);
    context.metrics().register(sender);
    addRoutes(context, evaluator, sender);
    config.onChange(AlertingOptions.RULES, changed -> evaluator.load(ruleFiles(config)));
    config.onChange(AlertingOptions.NAMED_RULES, changed -> evaluator.load(ruleFiles(config)));
    config.onChange(AlertingOptions.CHANNELS, changed -> sender.reload(channels(config, null)));
    notifier = sender;
    alerting = evaluator;
    sender.start();
    evaluator.start();
    new AgentThread(() -> watch(config, evaluator, sender), "alerting-files").start();
    return "";
  }

  private static @Nullable Path directory(Config config) {
    String path = config.get(AlertingOptions.DATA_DIRECTORY);
    return path.isEmpty() ? null : Path.of(path);
  }

  private static Alerting evaluator(
      AgentContext context, Notifier sender, @Nullable Path directory, String externalUrl) {
    Config config = context.config();
    StoreOptions store =
        StoreOptions.defaults()
            .withInterval(config.get(AlertingOptions.INTERVAL))
            .withMemoryBytes((long) config.get(AlertingOptions.MEMORY_MB) << 20)
            .withDiskBytes((long) config.get(AlertingOptions.DISK_MB) << 20);
    if (directory != null) {
      store = store.withDirectory(directory.resolve("series"));
    }
    Map<String, String> resource = context.resource();
    Labels self =
        Labels.of(
            "job", resource.getOrDefault("service.name", "unknown"),
            "instance", resource.getOrDefault("host.name", "localhost"));
    return new Alerting(
        new Alerting.Parts(
            SeriesStore.open(store, System.currentTimeMillis(), AgentLog::warn),
            new Engine(EngineOptions.defaults()),
            List.of(context.metrics()),
            self,
            List::of,
            sender,
            AlertOptions.defaults().withExternal(Map.of(), externalUrl),
            config.get(AlertingOptions.INTERVAL),
            config.get(AlertingOptions.BUILTIN_RULES),
            directory,
            InstantSource.system(),
            AgentLog::warn));
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

  private static List<RuleFile> ruleFiles(Config config) {
    List<RuleFile> rules = new ArrayList<>();
    for (File file : files(config, AlertingOptions.RULE_FILES)) {
      try {
        rules.add(RuleFileReader.read(file.getPath(), Files.readString(file.toPath())));
      } catch (IOException e) {
        rules.add(new RuleFile(List.of(), List.of(file + ": cannot be read: " + e)));
      }
    }
    addShort(config.get(AlertingOptions.RULES), "rules", rules);
    addShort(config.get(AlertingOptions.NAMED_RULES), "alert_rules", rules);
    return rules;
  }

  private static void addShort(String json, String key, List<RuleFile> rules) {
    if (!json.isEmpty()) {
      rules.add(RuleFileReader.read("obs-agent.yaml", "{\"" + key + "\": " + json + "}"));
    }
  }

  /**
   * @param fallback what counts where the configuration is wrong; null for what was there
   */
  private static NotifyConfig channels(Config config, @Nullable NotifyConfig fallback) {
    try {
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
    } catch (NotifyConfigException | IOException e) {
      AgentLog.warn("alerts are not sent: " + e.getMessage());
      if (fallback == null) {
        throw new IllegalArgumentException(e.getMessage(), e);
      }
      return fallback;
    }
  }

  private void watch(Config config, Alerting evaluator, Notifier sender) {
    while (!closed) {
      LockSupport.parkNanos(WATCH_NANOS);
      if (watchedRules.changed(files(config, AlertingOptions.RULE_FILES))) {
        evaluator.load(ruleFiles(config));
      }
      if (watchedChannels.changed(files(config, AlertingOptions.ALERTMANAGER_FILE))) {
        try {
          sender.reload(channels(config, null));
        } catch (IllegalArgumentException told) {
          // What was there before stays.
        }
      }
    }
  }

  private static void addRoutes(AgentContext context, Alerting evaluator, Notifier sender) {
    PrometheusApi prometheus = new PrometheusApi(evaluator, context.report().snapshot().version());
    Handler queries =
        request ->
            answer(prometheus.handle(request.method(), request.path(), request.parameters()));
    context.routes().add("GET", "/api/v1/**", Access.READ, queries);
    context.routes().add("POST", "/api/v1/**", Access.READ, queries);
    AlertsApi alerts = new AlertsApi(evaluator, AlertResponder.of(sender));
    Handler handler =
        request ->
            answer(
                alerts.handle(
                    request.method(),
                    request.path(),
                    request.parameters(),
                    new String(request.body(), StandardCharsets.UTF_8)));
    for (String path :
        List.of(
            "/monitoring/alerts",
            "/monitoring/alerts/rules",
            "/monitoring/alerts/prometheus-rules")) {
      context.routes().add("GET", path, Access.READ, handler);
    }
    context.routes().add("POST", "/monitoring/alerts/**", Access.WRITE, handler);
  }

  private static Response answer(io.obsagent.insight.api.Response response) {
    return Response.bytes(response.status(), response.contentType(), response.bytes());
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (alerting != null) {
      alerting.close();
    }
    if (notifier != null) {
      notifier.close();
    }
  }
}
