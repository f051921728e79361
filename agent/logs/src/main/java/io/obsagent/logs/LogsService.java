// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs;

import io.obsagent.spi.config.Option;
import io.obsagent.spi.config.Section;
import io.obsagent.spi.http.Routes;
import io.obsagent.spi.http.Served;
import io.obsagent.spi.logs.LogSink;
import io.obsagent.spi.logs.Logs;
import io.obsagent.spi.service.AgentContext;
import io.obsagent.spi.service.AgentService;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The application's log: begins to read it once something logs. */
public final class LogsService implements AgentService, Consumer<Routes> {
  @Override
  public List<Option<?>> options() {
    return LogOptions.ALL;
  }

  @Override
  public List<Section<?>> sections() {
    return List.of(LevelOptions.LEVELS, RedactPatterns.SECTION);
  }

  @Override
  public String start(AgentContext context) {
    LogHub hub = hub();
    if (hub != null) {
      hub.start(context);
      context.served().add(new Served(List.of(LogRoutes.LOGS, LevelRoutes.LOGGERS), this));
    }
    return "";
  }

  /** Its endpoints. */
  @Override
  public void accept(Routes routes) {
    LogHub hub = hub();
    if (hub != null) {
      new LogRoutes(hub).add(routes);
      new LevelRoutes(hub.levels()).add(routes);
    }
  }

  private static @Nullable LogHub hub() {
    LogSink sink = Logs.sink();
    return sink instanceof LogHub hub ? hub : null;
  }

  @Override
  public boolean feedsExporters() {
    return true;
  }

  @Override
  public void close() {
    LogHub hub = hub();
    if (hub != null) {
      hub.close();
    }
  }
}
