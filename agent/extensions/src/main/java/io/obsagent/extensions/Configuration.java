// SPDX-License-Identifier: Apache-2.0
package io.obsagent.extensions;

import io.obsagent.spi.diagnostics.Problems;
import io.obsagent.spi.extension.ExtensionHost.Environment;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.Ordered;
import io.opentelemetry.sdk.autoconfigure.spi.ResourceProvider;
import io.opentelemetry.sdk.autoconfigure.spi.internal.ConditionalResourceProvider;
import io.opentelemetry.sdk.autoconfigure.spi.internal.DefaultConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.traces.ConfigurableSamplerProvider;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What extensions want, found out as the SDK's own autoconfiguration does it, in its order:
 * properties, sampler, what is put into the provider; then the resource.
 *
 * @param config the properties that extensions read
 * @param ownSampler tells whether another sampler was put in its place
 */
record Configuration(
    ConfigProperties config,
    Customizer customizer,
    ExtensionClassLoader loader,
    AgentSampler ownSampler,
    ProviderBuilder provider) {

  /** Services that have no place here, with what they are. */
  private static final Map<String, String> REFUSED =
      Map.of(
          "io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule",
          "instrumentations of the OpenTelemetry Java agent",
          "io.opentelemetry.javaagent.extension.AgentListener",
          "listeners to the start of the OpenTelemetry Java agent",
          "io.opentelemetry.sdk.autoconfigure.spi.internal.AutoConfigureListener",
          "listeners to the SDK's configuration",
          "io.opentelemetry.sdk.autoconfigure.spi.ConfigurablePropagatorProvider",
          "propagators (see the option propagation.formats)");

  static Configuration of(Environment environment, ExtensionClassLoader loader) {
    REFUSED.forEach(
        (service, what) -> {
          if (loader.registers(service)) {
            Problems.add(
                Services.AREA,
                "obs.extensions: a jar brings " + what + ", which are not used; the rest of it is");
          }
        });
    Customizer customizer = new Customizer();
    Services.load(
            AutoConfigurationCustomizerProvider.class,
            loader,
            Comparator.comparingInt(Ordered::order))
        .forEach(customizer::ask);
    ConfigProperties config = properties(environment, customizer, loader);
    AgentSampler own = new AgentSampler(environment.sampler());
    Sampler sampler = customizer.sampler(chosenSampler(config, loader, own), config);
    ProviderBuilder provider =
        ProviderBuilder.read(
            customizer.tracer(
                SdkTracerProvider.builder().setResource(Resource.empty()).setSampler(sampler),
                config));
    customizer.refuseLogRecordProcessors(config);
    return new Configuration(config, customizer, loader, own, provider);
  }

  /** Later ones win: defaults of extensions, system and environment, our options, extensions. */
  private static ConfigProperties properties(
      Environment environment, Customizer customizer, ExtensionClassLoader loader) {
    ConfigProperties none = DefaultConfigProperties.createFromMap(Map.of());
    DefaultConfigProperties config =
        DefaultConfigProperties.create(
                customizer.defaults(none), ComponentLoader.forClassLoader(loader))
            .withOverrides(environment.properties());
    return config.withOverrides(customizer.overrides(config));
  }

  private static Sampler chosenSampler(
      ConfigProperties config, ClassLoader loader, AgentSampler own) {
    String name = config.getString("otel.traces.sampler");
    if (name == null) {
      return own;
    }
    for (ConfigurableSamplerProvider provider :
        Services.load(ConfigurableSamplerProvider.class, loader, (a, b) -> 0)) {
      try {
        if (name.equalsIgnoreCase(provider.getName())) {
          return provider.createSampler(config);
        }
      } catch (RuntimeException | LinkageError e) {
        Services.problem(provider.getClass().getName() + Services.place(provider), e);
      }
    }
    return own;
  }

  /** What the agent has found out, with what extensions add and replace. */
  Resource resource(Resource detected) {
    List<String> disabled = config.getList("otel.java.disabled.resource.providers");
    List<String> enabled = config.getList("otel.java.enabled.resource.providers");
    Resource all = detected;
    for (ResourceProvider provider :
        Services.load(ResourceProvider.class, loader, Comparator.comparingInt(Ordered::order))) {
      String name = provider.getClass().getName();
      if (!disabled.contains(name) && (enabled.isEmpty() || enabled.contains(name))) {
        all = merge(all, provider);
      }
    }
    return customizer.resource(all, config).merge(provider.resource());
  }

  private Resource merge(Resource all, ResourceProvider provider) {
    try {
      boolean applies =
          !(provider instanceof ConditionalResourceProvider conditional)
              || conditional.shouldApply(config, all);
      return applies ? all.merge(provider.createResource(config)) : all;
    } catch (RuntimeException | LinkageError e) {
      Services.problem(provider.getClass().getName() + Services.place(provider), e);
      return all;
    }
  }
}
