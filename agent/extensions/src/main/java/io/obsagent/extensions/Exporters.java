// SPDX-License-Identifier: Apache-2.0
package io.obsagent.extensions;

import io.obsagent.spi.export.ExporterFactory;
import io.obsagent.spi.log.AgentLog;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.traces.ConfigurableSpanExporterProvider;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The exporters that extensions bring, and the processors that are left. */
final class Exporters {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Configuration configuration;
  private final Resource resource;
  private final List<ExporterFactory> factories = new ArrayList<>();
  private final List<SpanProcessor> processors = new ArrayList<>();
  private final Set<String> names;

  /**
   * @param taken names of exporters that are the agent's
   */
  Exporters(Configuration configuration, Resource resource, Set<String> taken) {
    this.names = new HashSet<>(taken);
    this.configuration = configuration;
    this.resource = resource;
    for (ConfigurableSpanExporterProvider provider :
        Services.load(
            ConfigurableSpanExporterProvider.class, configuration.loader(), (a, b) -> 0)) {
      addNamed(provider);
    }
    if (factories.isEmpty()) {
      configuration.customizer().refuseExporterChanges();
    }
    for (SpanProcessor processor : configuration.provider().processors()) {
      SpanExporter exporter = exporterOf(processor);
      if (exporter == null) {
        processors.add(processor);
      } else {
        addAlways(exporter);
      }
    }
  }

  List<ExporterFactory> factories() {
    return List.copyOf(factories);
  }

  /** Those that do more than to hand spans to an exporter. */
  List<SpanProcessor> processors() {
    return List.copyOf(processors);
  }

  /** One that {@code traces.exporter} may choose, made only then. */
  private void addNamed(ConfigurableSpanExporterProvider provider) {
    try {
      String name = provider.getName().toLowerCase(Locale.ROOT);
      if (!names.add(name)) {
        AgentLog.info("obs.extensions: the exporter " + name + " that counts is the agent's own");
        return;
      }
      factories.add(new ExtensionExporterFactory(name, false, () -> make(provider)));
    } catch (RuntimeException | LinkageError e) {
      Services.problem(provider.getClass().getName() + Services.place(provider), e);
    }
  }

  private ExtensionExporter make(ConfigurableSpanExporterProvider provider) {
    ConfigProperties config = configuration.config();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(configuration.loader());
    try {
      return wrap(configuration.customizer().exporter(provider.createExporter(config), config));
    } catch (RuntimeException | LinkageError e) {
      String place = provider.getClass().getName() + Services.place(provider);
      throw new IllegalStateException(place + ": " + Services.reason(e), e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private void addAlways(SpanExporter exporter) {
    String name = unique(ExtensionExporterFactory.nameOf(exporter));
    factories.add(new ExtensionExporterFactory(name, true, () -> wrap(exporter)));
  }

  private String unique(String name) {
    String free = name;
    for (int i = 2; !names.add(free); i++) {
      free = name + '-' + i;
    }
    return free;
  }

  private ExtensionExporter wrap(SpanExporter exporter) {
    Duration timeout = configuration.config().getDuration("otel.bsp.export.timeout", TIMEOUT);
    return new ExtensionExporter(exporter, resource, timeout, configuration.loader());
  }

  private static @Nullable SpanExporter exporterOf(SpanProcessor processor) {
    if (processor instanceof BatchSpanProcessor batch) {
      return batch.getSpanExporter();
    }
    return processor instanceof SimpleSpanProcessor simple ? simple.getSpanExporter() : null;
  }
}
