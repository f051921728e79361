// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.service;

import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.diagnostics.AgentReport;
import io.obsagent.spi.http.Served;
import io.obsagent.spi.metrics.Metrics;
import java.lang.instrument.Instrumentation;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * What a service gets from the agent.
 *
 * @param metrics makes instruments, and reads all metrics
 * @param resource attributes of this process: {@code service.name} …
 * @param threads makes the agent's own threads
 * @param served collects what the agent's port will serve: each is asked once, for its routes, when
 *     a request comes that may be for one of them
 * @param instrumentation knows the application's classes; null where there is no JVM to ask
 */
public record AgentContext(
    Config config,
    Metrics metrics,
    Map<String, String> resource,
    AgentReport report,
    ThreadFactory threads,
    List<Served> served,
    @Nullable Instrumentation instrumentation) {
  /** Read by all that keeps something over a restart. */
  public static final Option<String> DATA_DIRECTORY =
      Option.text(
          "data.directory",
          "",
          "Where series, alerts, silences, notifications and known patterns of errors in the log are"
              + " kept over a restart; nothing is written without it.");
}
