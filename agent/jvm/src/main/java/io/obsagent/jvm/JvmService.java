// SPDX-License-Identifier: Apache-2.0
package io.obsagent.jvm;

import io.obsagent.spi.config.Option;
import io.obsagent.spi.http.Served;
import io.obsagent.spi.service.AgentContext;
import io.obsagent.spi.service.AgentService;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Serves what {@link JvmRoutes} knows; until somebody asks, none of it is loaded. */
public final class JvmService implements AgentService {
  private @Nullable JvmRoutes routes;

  @Override
  public List<Option<?>> options() {
    return List.of();
  }

  @Override
  public String start(AgentContext context) {
    context
        .served()
        .add(
            new Served(
                List.of("/monitoring/jvm"),
                added -> {
                  JvmRoutes made = new JvmRoutes();
                  made.register(added);
                  synchronized (this) {
                    routes = made;
                  }
                }));
    return "";
  }

  @Override
  public synchronized void close() {
    if (routes != null) {
      routes.close();
      routes = null;
    }
  }
}
