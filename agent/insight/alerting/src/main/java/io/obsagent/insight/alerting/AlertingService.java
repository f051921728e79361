// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting;

import io.obsagent.insight.alerting.api.AlertResponder;
import io.obsagent.insight.alerting.api.AlertsApi;
import io.obsagent.insight.alerting.api.PrometheusApi;
import io.obsagent.insight.alerting.config.NotifyConfig;
import io.obsagent.insight.alerting.config.NotifyConfigException;
import io.obsagent.insight.alerting.dispatch.Notifier;
import io.obsagent.insight.alerting.rules.AlertOptions;
import io.obsagent.insight.alerting.rules.Alerting;
import io.obsagent.insight.alerting.rules.RuleFile;
import io.obsagent.insight.alerting.rules.RuleFileReader;
import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.promql.Engine;
import io.obsagent.insight.promql.EngineOptions;
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

  /**
   * Nothing is evaluated in the first seconds of an application, which need the processor for
   * themselves; whoever asks earlier is answered.
   */
  private static final long START_DELAY_NANOS = 10_000_000_000L;

  private final WatchedFiles watchedRules = new WatchedFiles();
  private final WatchedFiles watchedChannels = new WatchedFiles();
  private volatile boolean closed;
  private @Nullable Running running;

  /** All that alerting is, once it is at work. */
  private record Running(
      Alerting alerting, Notifier notifier, PrometheusApi queries, AlertsApi alerts) {}

  @Override
  public List<Option<?>> options() {
    return AlertingOptions.ALL;
  }

  @Override
  public List<Section<?>> sections() {
    return AlertingOptions.SECTIONS;
  }

  @Override
  public String start(AgentContext context) {
    if (context.config().get(AlertingOptions.ENABLED)) {
      addRoutes(context);
      new AgentThread(() -> watch(context), "alerting-files").start();
    }
    return "";
  }

  private synchronized Running running(AgentContext context) {
    if (running == null) {
      running = begin(context);
    }
    return running;
  }

  private Running begin(AgentContext context) {
    Config config = context.config();
    Path directory = directory(config);
    String externalUrl = config.get(AlertingOptions.EXTERNAL_URL);
    Notifier notifier = new Notifier(channels(config, true), directory, externalUrl);
    Alerting alerting = evaluator(context, notifier, directory, externalUrl);
    alerting.load(ruleFiles(config));
    watchedRules.changed(files(config, AlertingOptions.RULE_FILES));
    watchedChannels.changed(files(config, AlertingOptions.ALERTMANAGER_FILE));
    context.metrics().register(alerting);
    context.metrics().register(notifier);
    config.onChange(AlertingOptions.RULES, changed -> alerting.load(ruleFiles(config)));
    config.onChange(AlertingOptions.NAMED_RULES, changed -> alerting.load(ruleFiles(config)));
    config.onChange(AlertingOptions.CHANNELS, changed -> reloadChannels(config, notifier));
    notifier.start();
    alerting.start();
    return new Running(
        alerting,
        notifier,
        new PrometheusApi(alerting, context.report().snapshot().version()),
        new AlertsApi(alerting, AlertResponder.of(notifier)));
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
   * @param orNone whether a wrong configuration is as good as none
   * @throws IllegalArgumentException if it is wrong, which has been told, unless {@code orNone}
   */
  private static NotifyConfig channels(Config config, boolean orNone) {
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
      AgentLog.warn("alerts are not sent as configured: " + e.getMessage());
      if (orNone) {
        return noChannels();
      }
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static NotifyConfig noChannels() {
    try {
      return NotifyConfig.ofChannels(Map.of(), "no channels", "");
    } catch (NotifyConfigException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void reloadChannels(Config config, Notifier notifier) {
    try {
      notifier.reload(channels(config, false));
    } catch (IllegalArgumentException told) {
      // What was there before stays.
    }
  }

  private void watch(AgentContext context) {
    LockSupport.parkNanos(START_DELAY_NANOS);
    Config config = context.config();
    while (!closed) {
      Running now = running(context);
      if (watchedRules.changed(files(config, AlertingOptions.RULE_FILES))) {
        now.alerting().load(ruleFiles(config));
      }
      if (watchedChannels.changed(files(config, AlertingOptions.ALERTMANAGER_FILE))) {
        reloadChannels(config, now.notifier());
      }
      LockSupport.parkNanos(WATCH_NANOS);
    }
  }

  private void addRoutes(AgentContext context) {
    Handler queries =
        request ->
            answer(
                running(context)
                    .queries()
                    .handle(request.method(), request.path(), request.parameters()));
    context.routes().add("GET", "/api/v1/**", Access.READ, queries);
    context.routes().add("POST", "/api/v1/**", Access.READ, queries);
    Handler alerts =
        request ->
            answer(
                running(context)
                    .alerts()
                    .handle(
                        request.method(),
                        request.path(),
                        request.parameters(),
                        new String(request.body(), StandardCharsets.UTF_8)));
    for (String path :
        List.of(
            "/monitoring/alerts",
            "/monitoring/alerts/rules",
            "/monitoring/alerts/prometheus-rules")) {
      context.routes().add("GET", path, Access.READ, alerts);
    }
    context.routes().add("POST", "/monitoring/alerts/**", Access.WRITE, alerts);
  }

  private static Response answer(io.obsagent.insight.alerting.api.Response response) {
    return Response.bytes(response.status(), response.contentType(), response.bytes());
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (running != null) {
      running.alerting().close();
      running.notifier().close();
    }
  }
}
