// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core;

import io.obsagent.bootstrap.AgentClassLoader;
import io.obsagent.bootstrap.ObsAgent;
import io.obsagent.core.config.AgentConfig;
import io.obsagent.core.config.AgentOptions;
import io.obsagent.core.config.ConfigLoader;
import io.obsagent.core.config.ConfigWatcher;
import io.obsagent.core.export.ExportOptions;
import io.obsagent.core.export.ExportPipeline;
import io.obsagent.core.export.ExporterSelection;
import io.obsagent.core.export.LogPipeline;
import io.obsagent.core.export.MetricPipeline;
import io.obsagent.core.export.NamedExporter;
import io.obsagent.core.export.NamedMetricExporter;
import io.obsagent.core.export.TailStage;
import io.obsagent.core.jvm.AgentThreads;
import io.obsagent.core.jvm.AotRecording;
import io.obsagent.core.jvm.JdkInternals;
import io.obsagent.core.jvm.LogManagerWait;
import io.obsagent.core.log.LogSetup;
import io.obsagent.core.operation.CoreTelemetry;
import io.obsagent.core.operation.TelemetryOptions;
import io.obsagent.core.resource.AgentVersion;
import io.obsagent.core.resource.Resource;
import io.obsagent.core.runtime.RuntimeMetrics;
import io.obsagent.core.span.ThreadContext;
import io.obsagent.core.weave.ModuleState;
import io.obsagent.core.weave.Weaving;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.diagnostics.AgentReport;
import io.obsagent.spi.export.ExporterFactory;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.logs.LogFormats;
import io.obsagent.spi.logs.Logs;
import io.obsagent.spi.service.AgentContext;
import io.obsagent.spi.service.AgentService;
import io.obsagent.spi.service.AgentThread;
import io.obsagent.spi.service.NativeAccess;
import io.obsagent.spi.telemetry.Telemetry;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Puts the agent together and starts it, in two parts.
 *
 * <pre>
 *   premain thread            options ─► log ─► telemetry ─► weaving        before the application
 *   thread obs-init           runtime metrics ─► services ─► port ─► exporters       beside it
 * </pre>
 *
 * Spans that end before the exporters are there wait in the pipeline's bounded queue.
 */
public final class Agent {
  private final AgentConfig config;
  private final AgentAccount account;
  private final CoreTelemetry telemetry;
  private final ExportPipeline<FinishedSpan> pipeline;
  private final LogPipeline logs;
  private final Weaving weaving;
  private final AgentClassLoader loader;
  private final Instrumentation instrumentation;
  private final List<AutoCloseable> closeables = new ArrayList<>();

  /** Only if metrics are sent. */
  private volatile @Nullable MetricPipeline metricPipeline;

  /** The exporters' part of the way of spans, if tail sampling comes before it. */
  private volatile @Nullable ExportPipeline<FinishedSpan> tail;

  /** The JVM ends, perhaps before the agent has started completely. */
  private volatile boolean closed;

  private Agent(
      AgentConfig config,
      AgentAccount account,
      CoreTelemetry telemetry,
      LateSink sink,
      Weaving weaving,
      AgentClassLoader loader,
      Instrumentation instrumentation) {
    this.config = config;
    this.account = account;
    this.telemetry = telemetry;
    this.pipeline = sink.pipeline;
    this.logs = sink.logs;
    this.weaving = weaving;
    this.loader = loader;
    this.instrumentation = instrumentation;
  }

  /**
   * Called by the launcher, once in a JVM.
   *
   * @param arguments what stands after {@code -javaagent:obs-agent.jar=}, or null
   * @param attached whether the application runs already
   * @param startNanos when the launcher began, {@link System#nanoTime}
   * @throws Exception if the agent cannot run here; the launcher says so and the application runs
   */
  public static void start(
      String arguments, Instrumentation instrumentation, boolean attached, long startNanos)
      throws Exception {
    StartClock clock = new StartClock(startNanos);
    clock.lap("launch");
    AgentConfig config = ConfigLoader.load(arguments);
    if (!config.get(AgentOptions.ENABLED)) {
      ObsAgent.word(ObsAgent.OFF, "the option 'enabled' is false");
      return;
    }
    LogSetup.install(config);
    JdkInternals.exportTo(Agent.class.getModule(), instrumentation);
    if (!ObsAgent.extensions().isEmpty()) {
      NativeAccess.install(
          module ->
              JdkInternals.allowNativeAccess(module, Agent.class.getModule(), instrumentation));
    }
    if (AotRecording.isOn()) {
      ObsAgent.word(ObsAgent.OFF, "this JVM records an ahead-of-time cache");
      AgentLog.warn(
          "off: this JVM records an ahead-of-time cache (-XX:AOTMode, -XX:AOTCacheOutput), which"
              + " cannot hold woven classes; the application runs without the agent");
      return;
    }
    clock.lap("config");
    LateSink sink = new LateSink();
    CoreTelemetry telemetry = new CoreTelemetry(config, sink);
    sink.pipeline = ExportPipeline.ofSpans(config, telemetry.metrics());
    sink.logs = new LogPipeline(config, telemetry.metrics());
    sink.tracer = telemetry.tracer();
    Telemetry.install(telemetry);
    Guard.exchangeBy(ThreadContext::exchange);
    LogFormats.configure(config, () -> Resource.attributes(config, found -> found));
    clock.lap("telemetry");
    AgentClassLoader loader = (AgentClassLoader) Agent.class.getClassLoader();
    Weaving weaving =
        Weaving.install(
            instrumentation,
            loader,
            module -> isEnabled(config, module.name(), module.enabledByDefault()));
    clock.lap("weaving");
    AgentAccount account = new AgentAccount(config, weaving, telemetry.metrics(), clock);
    Agent agent = new Agent(config, account, telemetry, sink, weaving, loader, instrumentation);
    LogManagerWait logManager = LogManagerWait.of(instrumentation);
    AgentThread.newThread(
            "init",
            () -> {
              logManager.await();
              agent.initialise();
            })
        .start();
    Runtime.getRuntime().addShutdownHook(AgentThread.newThread("shutdown", agent::close));
  }

  private static boolean isEnabled(AgentConfig config, String module, boolean byDefault) {
    Option<Boolean> option = AgentOptions.MODULE_ENABLED.at(module);
    return config.isGiven(option) ? config.get(option) : byDefault;
  }

  private void initialise() {
    try {
      config.register(TelemetryOptions.ALL);
      config.registerSections(TelemetryOptions.SECTIONS);
      config.register(ExportOptions.all());
      ExtensionStart extensions = ExtensionStart.of(config, loader, telemetry.tracer());
      keep(extensions);
      Map<String, String> resource = Resource.attributes(config, extensions::resource);
      account.serviceName(resource.getOrDefault("service.name", "unknown"));
      if (config.get(AgentOptions.METRICS_ENABLED)) {
        registerRuntimeMetrics();
        telemetry.metrics().register(account);
      }
      account.lap("runtime metrics");
      List<String> places = startServices(resource);
      account.lap("services");
      startExporters(resource, extensions);
      account.lap("exporters");
      followModuleSwitches();
      config.reportProblems();
      keep(ConfigWatcher.start(config));
      account.running();
      announce(places);
      AgentLog.info(account.summary(config.path()));
      if (AgentLog.isEnabled(AgentLog.Level.DEBUG)) {
        account.details().forEach(AgentLog::debug);
      }
    } catch (Throwable e) {
      account.died("start", e);
      report("could not start completely", e);
      ObsAgent.word(ObsAgent.RUNNING, "could not start completely\n" + e);
    }
  }

  private void registerRuntimeMetrics() {
    if (ModuleLayer.boot().findModule("java.management").isPresent()) {
      telemetry.metrics().register(new RuntimeMetrics());
    } else {
      AgentLog.warn(
          "metrics.enabled: this JVM has no module java.management, so there are no metrics of JVM,"
              + " process and host; give java or jlink --add-modules java.management");
    }
  }

  private List<String> startServices(Map<String, String> resource) {
    AgentContext context =
        new AgentContext(
            config,
            telemetry.metrics(),
            resource,
            account,
            AgentThreads.factory("service"),
            new ArrayList<>(),
            instrumentation);
    List<AgentService> services = new ArrayList<>();
    for (AgentService service : ServiceLoader.load(AgentService.class, loader)) {
      services.add(service);
    }
    services.sort(Comparator.comparingInt(AgentService::order));
    config.registerLater(() -> services.forEach(this::register));
    List<String> places = new ArrayList<>();
    for (AgentService service : services) {
      keep(service);
      try {
        String place = service.start(context);
        if (!place.isEmpty()) {
          places.add(place);
        }
      } catch (Throwable e) {
        account.died(service.getClass().getSimpleName(), e);
        report(service.getClass().getSimpleName() + " is off: " + e.getMessage(), e);
      }
    }
    return places;
  }

  private void register(AgentService service) {
    config.register(service.options());
    config.registerSections(service.sections());
  }

  private void startExporters(Map<String, String> resource, ExtensionStart extensions) {
    List<ExporterFactory> own = new ArrayList<>();
    for (ExporterFactory factory : ServiceLoader.load(ExporterFactory.class, loader)) {
      own.add(factory);
    }
    config.registerLater(() -> own.forEach(factory -> config.register(factory.options())));
    List<ExporterFactory> factories = extensions.exporters(config, resource, own);
    extensions.attach(telemetry.tracer(), config);
    OptionCatalog.registerNames(
        config,
        weaving.modules().stream().map(module -> module.descriptor().name()).toList(),
        factories.stream().map(ExporterFactory::name).toList(),
        telemetry.metrics());
    ExporterFactory.Environment environment =
        new ExporterFactory.Environment(config, resource, telemetry.metrics());
    account.exporters(this::exporters);
    startSpans(ExporterSelection.create(environment, factories));
    logs.start(ExporterSelection.createForLogs(environment, factories));
    if (config.get(AgentOptions.METRICS_ENABLED)) {
      startMetrics(ExporterSelection.createForMetrics(environment, factories));
    }
  }

  private void startSpans(List<NamedExporter<FinishedSpan>> exporters) {
    if (exporters.isEmpty() || !config.get(ExportOptions.TAIL)) {
      pipeline.start(exporters);
      return;
    }
    ExportPipeline<FinishedSpan> behind = ExportPipeline.ofSpans(config, telemetry.metrics());
    behind.start(exporters);
    tail = behind;
    pipeline.add(NamedExporter.of("tail", TailStage.start(config, behind, telemetry.metrics())));
    pipeline.start(List.of());
  }

  private List<AgentReport.Exporter> exporters() {
    List<AgentReport.Exporter> all = new ArrayList<>(pipeline.exporters());
    ExportPipeline<FinishedSpan> behind = tail;
    if (behind != null) {
      all.addAll(behind.exporters());
    }
    all.addAll(logs.exporters());
    MetricPipeline metrics = metricPipeline;
    if (metrics != null) {
      all.addAll(metrics.exporters());
    }
    return all;
  }

  private synchronized void startMetrics(List<NamedMetricExporter> exporters) {
    if (closed) {
      exporters.forEach(named -> named.exporter().close());
    } else if (!exporters.isEmpty()) {
      metricPipeline = new MetricPipeline(config, telemetry.metrics(), exporters);
      metricPipeline.start();
    }
  }

  private void followModuleSwitches() {
    for (ModuleState module : weaving.modules()) {
      config.onChange(
          AgentOptions.MODULE_ENABLED.at(module.descriptor().name()),
          on -> {
            weaving.switchModule(module, on, "switched off");
            AgentLog.info(
                "instrumentation " + module.descriptor().name() + " is " + (on ? "on" : "off"));
          });
    }
  }

  /** What fails because the JVM ends is not worth a line. */
  private void report(String message, Throwable cause) {
    if (closed) {
      AgentLog.debug(message + ": " + cause);
    } else {
      AgentLog.error(message, cause);
    }
  }

  private void announce(List<String> places) {
    String line =
        AgentVersion.TEXT
            + " is running"
            + (places.isEmpty() ? "" : ", see " + String.join(" ", places));
    if (!closed && config.get(AgentOptions.LOG_LEVEL) != AgentLog.Level.OFF) {
      System.err.println("[obs-agent] " + line);
    }
    List<String> lines = new ArrayList<>(List.of(line));
    lines.addAll(config.problems());
    ObsAgent.word(ObsAgent.RUNNING, String.join("\n", lines));
  }

  private synchronized void keep(AutoCloseable closeable) {
    closeables.add(closeable);
  }

  /** Ends within the pipeline's deadline; what does not end in time is let go. */
  private void close() {
    closed = true;
    if (AgentLog.isEnabled(AgentLog.Level.DEBUG)) {
      AgentLog.debug(weaving.cost());
    }
    closeAll();
  }

  private synchronized void closeAll() {
    close(Agent::feedsExporters);
    MetricPipeline metrics = metricPipeline;
    if (metrics != null) {
      metrics.stop();
    }
    Logs.close();
    logs.stop();
    pipeline.close();
    logs.close();
    if (metrics != null) {
      metrics.close();
    }
    close(closeable -> !feedsExporters(closeable));
  }

  private static boolean feedsExporters(AutoCloseable closeable) {
    return closeable instanceof AgentService service && service.feedsExporters();
  }

  private void close(Predicate<AutoCloseable> which) {
    for (AutoCloseable closeable : closeables) {
      try {
        if (which.test(closeable)) {
          closeable.close();
        }
      } catch (Throwable e) {
        AgentLog.debug("while closing: " + e);
      }
    }
  }
}
