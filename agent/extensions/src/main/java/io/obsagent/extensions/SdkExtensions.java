// SPDX-License-Identifier: Apache-2.0
package io.obsagent.extensions;

import io.obsagent.spi.export.ExporterFactory;
import io.obsagent.spi.extension.ExtensionHost;
import io.obsagent.spi.extension.SpanListener;
import io.obsagent.spi.extension.TraceSampler;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the agent and extensions of OpenTelemetry's SDK: while it calls them, their class
 * loader is the thread's, and what they throw is told.
 */
public final class SdkExtensions implements ExtensionHost {
  private static final Duration CLOSING = Duration.ofSeconds(2);

  private @Nullable ExtensionClassLoader loader;
  private @Nullable Configuration configuration;
  private @Nullable Exporters exporters;
  private @Nullable TraceSampler agentSampler;
  private Resource resource = Resource.empty();

  @Override
  public void load(Environment environment) {
    ClassLoader agent = SdkExtensions.class.getClassLoader();
    ExtensionClassLoader made =
        new ExtensionClassLoader(environment.files(), agent, environment.shared());
    loader = made;
    agentSampler = environment.sampler();
    configuration = guarded(null, () -> Configuration.of(environment, made));
  }

  @Override
  public Map<String, String> resource(Map<String, String> detected) {
    Configuration known = configuration;
    if (known == null) {
      return detected;
    }
    AttributesBuilder builder = Attributes.builder();
    detected.forEach(builder::put);
    Resource own = Resource.create(builder.build());
    resource = guarded(own, () -> known.resource(own));
    Map<String, String> all = new TreeMap<>();
    resource.getAttributes().forEach((key, value) -> all.put(key.getKey(), value.toString()));
    return all;
  }

  @Override
  public List<ExporterFactory> exporters(Map<String, String> complete, Set<String> taken) {
    Configuration known = configuration;
    if (known == null) {
      return List.of();
    }
    resource = Resource.create(typed(complete), resource.getSchemaUrl());
    exporters = guarded(null, () -> new Exporters(known, resource, taken));
    return exporters == null ? List.of() : exporters.factories();
  }

  /** With the types that extensions gave what they added. */
  @SuppressWarnings("unchecked") // a value has the type of its key
  private Attributes typed(Map<String, String> complete) {
    AttributesBuilder builder = Attributes.builder();
    complete.forEach(builder::put);
    resource
        .getAttributes()
        .forEach(
            (key, value) -> {
              if (value.toString().equals(complete.get(key.getKey()))) {
                builder.put((AttributeKey<Object>) key, value);
              }
            });
    return builder.build();
  }

  @Override
  public @Nullable SpanListener spanListener() {
    List<SpanProcessor> processors = exporters == null ? List.of() : exporters.processors();
    return processors.isEmpty() ? null : new Processors(processors, resource);
  }

  @Override
  public @Nullable TraceSampler sampler() {
    Configuration known = configuration;
    TraceSampler own = agentSampler;
    return known == null || own == null || known.provider().sampler() == known.ownSampler()
        ? null
        : new ExtensionSampler(known.provider().sampler(), own);
  }

  @Override
  public void close() {
    if (exporters != null) {
      for (SpanProcessor processor : exporters.processors()) {
        guarded(null, () -> processor.shutdown().join(CLOSING.toMillis(), TimeUnit.MILLISECONDS));
      }
    }
  }

  /** The result, or the other if an extension throws something that it was not asked for. */
  private <T extends @Nullable Object> T guarded(T otherwise, Supplier<T> action) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return action.get();
    } catch (RuntimeException | LinkageError | AssertionError e) {
      Services.problem("cannot use the extensions", e);
      return otherwise;
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
