// SPDX-License-Identifier: Apache-2.0
package io.obsagent.extensions;

import io.obsagent.spi.diagnostics.Problems;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizer;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.SdkLoggerProviderBuilder;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.SdkMeterProviderBuilder;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects what extensions want to change; what the agent has no place for is told. */
final class Customizer implements AutoConfigurationCustomizer {
  private final List<Step<Resource>> resources = new ArrayList<>();
  private final List<Step<Sampler>> samplers = new ArrayList<>();
  private final List<Step<SpanExporter>> exporters = new ArrayList<>();
  private final List<Step<SdkTracerProviderBuilder>> tracers = new ArrayList<>();
  private final List<Step<SdkLoggerProviderBuilder>> loggers = new ArrayList<>();
  private final List<Step<Map<String, String>>> defaults = new ArrayList<>();
  private final List<Step<Map<String, String>>> overrides = new ArrayList<>();

  /** The one that is asked now. */
  private String asked = "";

  /** What one extension changes. */
  private record Step<T>(String extension, BiFunction<T, ConfigProperties, ? extends T> change) {
    T apply(T value, ConfigProperties config) {
      try {
        T changed = change.apply(value, config);
        return changed == null ? value : changed;
      } catch (RuntimeException | LinkageError | AssertionError e) {
        Services.problem(extension, e);
        return value;
      }
    }
  }

  /** Asks an extension what it wants. */
  void ask(AutoConfigurationCustomizerProvider extension) {
    asked = extension.getClass().getName() + Services.place(extension);
    try {
      extension.customize(this);
    } catch (RuntimeException | LinkageError | AssertionError e) {
      Services.problem(asked, e);
    }
  }

  Map<String, String> defaults(ConfigProperties none) {
    return apply(defaults, new HashMap<>(), none);
  }

  Map<String, String> overrides(ConfigProperties config) {
    return apply(overrides, new HashMap<>(), config);
  }

  Resource resource(Resource resource, ConfigProperties config) {
    return apply(resources, resource, config);
  }

  Sampler sampler(Sampler sampler, ConfigProperties config) {
    return apply(samplers, sampler, config);
  }

  SpanExporter exporter(SpanExporter exporter, ConfigProperties config) {
    return apply(exporters, exporter, config);
  }

  SdkTracerProviderBuilder tracer(SdkTracerProviderBuilder builder, ConfigProperties config) {
    return apply(tracers, builder, config);
  }

  /**
   * Tells who adds processors of log records; many customise the provider only if they are told.
   */
  void refuseLogRecordProcessors(ConfigProperties config) {
    for (Step<SdkLoggerProviderBuilder> step : loggers) {
      if (ProviderBuilder.hasProcessors(step.apply(SdkLoggerProvider.builder(), config))) {
        asked = step.extension();
        refuse("the logger provider");
      }
    }
  }

  /** Tells who wants to change exporters where no extension brings one. */
  void refuseExporterChanges() {
    for (Step<SpanExporter> step : exporters) {
      asked = step.extension();
      refuse("the agent's own exporters");
    }
  }

  private static <T> T apply(List<Step<T>> steps, T first, ConfigProperties config) {
    T value = first;
    for (Step<T> step : steps) {
      value = step.apply(value, config);
    }
    return value;
  }

  private <T> Customizer add(
      List<Step<T>> steps, BiFunction<? super T, ConfigProperties, ? extends T> change) {
    steps.add(new Step<>(asked, change::apply));
    return this;
  }

  private Customizer refuse(String what) {
    Problems.add(
        Services.AREA,
        "obs.extensions: "
            + asked
            + " wants to change "
            + what
            + ", which an extension cannot; the rest of it is used");
    return this;
  }

  @Override
  public Customizer addResourceCustomizer(
      BiFunction<? super Resource, ConfigProperties, ? extends Resource> change) {
    return add(resources, change);
  }

  @Override
  public Customizer addSamplerCustomizer(
      BiFunction<? super Sampler, ConfigProperties, ? extends Sampler> change) {
    return add(samplers, change);
  }

  @Override
  public Customizer addSpanExporterCustomizer(
      BiFunction<? super SpanExporter, ConfigProperties, ? extends SpanExporter> change) {
    return add(exporters, change);
  }

  @Override
  public Customizer addTracerProviderCustomizer(
      BiFunction<SdkTracerProviderBuilder, ConfigProperties, SdkTracerProviderBuilder> change) {
    return add(tracers, change);
  }

  @Override
  public Customizer addPropertiesSupplier(Supplier<Map<String, String>> properties) {
    return add(defaults, (before, config) -> merge(before, properties.get()));
  }

  @Override
  public Customizer addPropertiesCustomizer(
      Function<ConfigProperties, Map<String, String>> properties) {
    return add(overrides, (before, config) -> merge(before, properties.apply(config)));
  }

  private static Map<String, String> merge(
      Map<String, String> before, @Nullable Map<String, String> more) {
    if (more != null) {
      before.putAll(more);
    }
    return before;
  }

  @Override
  public Customizer addSpanProcessorCustomizer(
      BiFunction<? super SpanProcessor, ConfigProperties, ? extends SpanProcessor> change) {
    return refuse("the processors of others (addSpanProcessorCustomizer)");
  }

  @Override
  public Customizer addPropagatorCustomizer(
      BiFunction<? super TextMapPropagator, ConfigProperties, ? extends TextMapPropagator> change) {
    return refuse("the propagation (see the option propagation.formats)");
  }

  @Override
  public Customizer addMeterProviderCustomizer(
      BiFunction<SdkMeterProviderBuilder, ConfigProperties, SdkMeterProviderBuilder> change) {
    return refuse("the meter provider");
  }

  @Override
  public Customizer addMetricExporterCustomizer(
      BiFunction<? super MetricExporter, ConfigProperties, ? extends MetricExporter> change) {
    return refuse("exporters of metrics");
  }

  @Override
  public Customizer addMetricReaderCustomizer(
      BiFunction<? super MetricReader, ConfigProperties, ? extends MetricReader> change) {
    return refuse("readers of metrics");
  }

  @Override
  public Customizer addLoggerProviderCustomizer(
      BiFunction<SdkLoggerProviderBuilder, ConfigProperties, SdkLoggerProviderBuilder> change) {
    return add(loggers, change);
  }

  @Override
  public Customizer addLogRecordExporterCustomizer(
      BiFunction<? super LogRecordExporter, ConfigProperties, ? extends LogRecordExporter> change) {
    return refuse("exporters of log records");
  }

  @Override
  public Customizer addLogRecordProcessorCustomizer(
      BiFunction<? super LogRecordProcessor, ConfigProperties, ? extends LogRecordProcessor>
          change) {
    return refuse("processors of log records");
  }
}
