// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core;

import io.obsagent.core.config.AgentOptions;
import io.obsagent.core.export.ExportOptions;
import io.obsagent.core.telemetry.TelemetryOptions;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.export.ExporterFactory;
import io.obsagent.spi.service.AgentService;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** Every option that any part of the agent declares, for the command line and the reference. */
public final class AllOptions {
  private AllOptions() {}

  /** Those of core, and of the services and exporters that the loader finds. */
  public static List<Option<?>> of(ClassLoader loader) {
    List<Option<?>> all = new ArrayList<>(AgentOptions.ALL);
    all.addAll(TelemetryOptions.ALL);
    all.addAll(ExportOptions.all());
    for (AgentService service : ServiceLoader.load(AgentService.class, loader)) {
      all.addAll(service.options());
    }
    for (ExporterFactory factory : ServiceLoader.load(ExporterFactory.class, loader)) {
      all.addAll(factory.options());
    }
    return all;
  }
}
