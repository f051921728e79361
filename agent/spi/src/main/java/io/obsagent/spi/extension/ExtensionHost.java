// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.extension;

import io.obsagent.spi.config.Config;
import io.obsagent.spi.export.ExporterFactory;
import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Hosts extensions that know another API than the agent's. Registered in {@code META-INF/services};
 * made, loaded and asked on one agent thread, and only where {@code obs.extensions} names
 * something.
 *
 * <p>Nothing here throws: what an extension cannot do is told as a problem, and the others go on.
 */
public interface ExtensionHost extends AutoCloseable {
  /** Finds out what the extensions bring; once, before anything else. */
  void load(Environment environment);

  /**
   * The attributes of this process with those that the extensions add or replace.
   *
   * @param detected what the agent has found out by itself
   */
  Map<String, String> resource(Map<String, String> detected);

  /**
   * Exporters that the extensions bring; after the resource is complete.
   *
   * @param resource what all exporters tell of this process
   * @param taken names of exporters that are the agent's
   */
  List<ExporterFactory> exporters(Map<String, String> resource, Set<String> taken);

  /** What is to see spans start and end; null if nothing is. After {@link #exporters}. */
  @Nullable SpanListener spanListener();

  /** What decides which traces are kept; null if that is left to the agent. */
  @Nullable TraceSampler sampler();

  /** Ends what the extensions have started; called once. */
  @Override
  void close();

  /**
   * What the extensions get from the agent.
   *
   * @param files jars and directories that can be read
   * @param properties options that somebody has set, under OpenTelemetry's names: {@code
   *     otel.service.name}
   * @param shared whether a class, by its name, is the agent's own rather than the extension's
   * @param sampler the agent's own
   */
  record Environment(
      Config config,
      List<File> files,
      Map<String, String> properties,
      Predicate<String> shared,
      TraceSampler sampler) {}
}
