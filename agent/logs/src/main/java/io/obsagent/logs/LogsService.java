// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs;

import io.obsagent.logs.redact.RedactOptions;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.config.Section;
import io.obsagent.spi.http.Routes;
import io.obsagent.spi.http.Served;
import io.obsagent.spi.logs.Logs;
import io.obsagent.spi.service.AgentContext;
import io.obsagent.spi.service.AgentService;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The application's log: begins to read it once something logs. */
public final class LogsService implements AgentService, Consumer<Routes> {
  private static volatile @Nullable AgentContext context;

  @Override
  public List<Option<?>> options() {
    return LogOptions.ALL;
  }

  @Override
  public List<Section<?>> sections() {
    return List.of(LevelOptions.LEVELS, RedactOptions.PATTERNS);
  }

  /**
   * Leaves word for the sink: it is not loaded as long as nothing logs.
   *
   * @return nothing to see
   */
  @Override
  public String start(AgentContext started) {
    context = started;
    if (Logs.found() instanceof LogHub hub) {
      hub.start(started);
    }
    started.served().add(new Served(List.of(LogRoutes.LOGS, LevelRoutes.LOGGERS), this));
    return "";
  }

  /** What the agent has given; null until it has started. */
  static @Nullable AgentContext context() {
    return context;
  }

  /** Its endpoints. */
  @Override
  public void accept(Routes routes) {
    if (Logs.sink() instanceof LogHub hub) {
      new LogRoutes(hub).add(routes);
      new LevelRoutes(hub.levels()).add(routes);
    }
  }

  @Override
  public boolean feedsExporters() {
    return true;
  }

  @Override
  public void close() {
    Logs.close();
  }
}
