// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core;

import io.obsagent.bootstrap.AgentClassLoader;
import io.obsagent.core.config.AgentConfig;
import io.obsagent.core.export.ExportOptions;
import io.obsagent.core.sampling.Sampler;
import io.obsagent.core.sampling.SamplingOptions;
import io.obsagent.core.span.Tracer;
import io.obsagent.spi.diagnostics.Problems;
import io.obsagent.spi.export.ExporterFactory;
import io.obsagent.spi.extension.ExtensionHost;
import io.obsagent.spi.log.AgentLog;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;

/**
 * Gives what {@code obs.extensions} names its places in the agent. Where nothing in there is
 * written for OpenTelemetry there are no hosts, and nothing of theirs is loaded.
 */
final class ExtensionStart implements AutoCloseable {
  private static final String AREA = "extensions";
  private static final String SERVICES = "META-INF/services/";
  private static final String OPENTELEMETRY = "io.opentelemetry.";

  private final List<ExtensionHost> hosts = new ArrayList<>();

  private ExtensionStart() {}

  static ExtensionStart of(AgentConfig config, AgentClassLoader loader, Tracer tracer) {
    ExtensionStart start = new ExtensionStart();
    for (String fault : loader.extensionFaults()) {
      Problems.add(AREA, "-Dobs.extensions: " + fault + "; it is left out");
    }
    List<File> files = loader.extensionFiles();
    if (files.isEmpty() || files.stream().noneMatch(ExtensionStart::knowsOpenTelemetry)) {
      return start; // instrumentations, which are not hosted
    }
    ExtensionHost.Environment environment =
        new ExtensionHost.Environment(
            config, files, config.openTelemetryProperties(), loader::isOwn, tracer::decide);
    for (ExtensionHost host : ServiceLoader.load(ExtensionHost.class, loader)) {
      try {
        host.load(environment);
        start.hosts.add(host);
      } catch (RuntimeException | LinkageError e) {
        Problems.add(AREA, "-Dobs.extensions: cannot be used: " + e);
      }
    }
    return start;
  }

  /** Whether a jar or a directory registers services of OpenTelemetry's. */
  private static boolean knowsOpenTelemetry(File file) {
    if (file.isDirectory()) {
      String[] services = new File(file, SERVICES).list();
      return services != null
          && Arrays.stream(services).anyMatch(name -> name.startsWith(OPENTELEMETRY));
    }
    try (ZipFile zip = new ZipFile(file)) {
      return zip.stream().anyMatch(entry -> entry.getName().startsWith(SERVICES + OPENTELEMETRY));
    } catch (IOException e) {
      Problems.add(AREA, "-Dobs.extensions: " + file + ": " + e.getMessage());
      return false;
    }
  }

  Map<String, String> resource(Map<String, String> detected) {
    Map<String, String> all = detected;
    for (ExtensionHost host : hosts) {
      all = host.resource(all);
    }
    return all;
  }

  /** Exporters to choose from, besides the agent's own. */
  List<ExporterFactory> exporters(
      AgentConfig config, Map<String, String> resource, List<ExporterFactory> own) {
    if (hosts.isEmpty()) {
      return own;
    }
    Set<String> taken = own.stream().map(ExporterFactory::name).collect(Collectors.toSet());
    List<ExporterFactory> all = new ArrayList<>(own);
    for (ExtensionHost host : hosts) {
      all.addAll(host.exporters(resource, taken));
    }
    if (config.get(ExportOptions.EXPORTER).contains("auto")) {
      all.stream()
          .filter(factory -> !factory.isAlwaysInUse() && !taken.contains(factory.name()))
          .forEach(factory -> tellUnused(factory.name()));
    }
    return all;
  }

  private static void tellUnused(String exporter) {
    AgentLog.warn(
        "obs.extensions: the exporter '"
            + exporter
            + "' is there but not in use; 'traces.exporter' has to name it");
  }

  /** From now on extensions see spans, and decide about traces. */
  void attach(Tracer tracer, AgentConfig config) {
    for (ExtensionHost host : hosts) {
      tracer.extend(host.spanListener(), host.sampler());
    }
    String sampler = config.get(SamplingOptions.SAMPLER);
    if (!Sampler.isOwn(sampler) && !tracer.asksExtension()) {
      Problems.add(
          AREA,
          "'sampling.sampler' names '"
              + sampler
              + "', which neither the agent nor an extension has; parent-always is used");
    }
  }

  @Override
  public void close() {
    hosts.forEach(ExtensionHost::close);
  }
}
