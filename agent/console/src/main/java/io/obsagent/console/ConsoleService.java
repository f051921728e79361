// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

import io.obsagent.spi.config.Option;
import io.obsagent.spi.http.Served;
import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.service.AgentContext;
import io.obsagent.spi.service.AgentService;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens the agent's own port for the routes of all services. */
public final class ConsoleService implements AgentService {
  static final Option<Boolean> ENABLED =
      Option.flag("server.enabled", true, "Whether the agent opens its own port.");

  static final Option<String> HOST =
      Option.text(
          "server.host",
          "127.0.0.1",
          "Address that the agent's own port is bound to; beyond loopback, only metrics and health"
              + " answer without the token.");

  static final Option<Integer> PORT =
      Option.number(
              "server.port", 9464, 0, 65535, "The agent's own port; 0 takes any that is free.")
          .alias("METRICS_PORT");

  static final Option<String> TOKEN =
      Option.text(
              "server.token",
              "",
              "Token that callers send as 'Authorization: Bearer …'; needed by whatever changes"
                  + " something, and by all but metrics and health once it is set.")
          .asSecret();

  private static final List<String> OWN =
      List.of("/monitoring/agent", "/monitoring/health", "/health", "/ready", "/-");

  /** What a browser opens: nobody who is only scraped or probed needs it. */
  private static final List<String> FOR_BROWSERS = List.of("/", "/console", StyleRoute.PATH);

  private @Nullable ConsoleServer server;

  @Override
  public int order() {
    return ORDER_OF_PORT;
  }

  @Override
  public List<Option<?>> options() {
    return List.of(ENABLED, HOST, PORT, TOKEN);
  }

  @Override
  public synchronized String start(AgentContext context) {
    if (!context.config().get(ENABLED)) {
      return "";
    }
    if (ModuleLayer.boot().findModule("jdk.httpserver").isEmpty()) {
      AgentLog.warn(
          "server.enabled: this JVM has no module jdk.httpserver, so nothing is served; give java"
              + " or jlink --add-modules jdk.httpserver");
      return "";
    }
    Router router = new Router();
    router.later(new Served(OWN, routes -> own(router, context)));
    router.later(new Served(FOR_BROWSERS, routes -> forBrowsers(router)));
    context.served().forEach(router::later);
    String host = context.config().get(HOST);
    ServerSettings settings =
        ServerSettings.of(host, context.config().get(PORT), context.config().get(TOKEN));
    server = ConsoleServer.start(settings, context.threads(), router);
    return server == null ? "" : "http://" + authority(host, server.port()) + "/";
  }

  private static void forBrowsers(Router router) {
    IndexRoute.register(router);
    UiRoutes.register(router);
    StyleRoute.register(router);
  }

  private static void own(Router router, AgentContext context) {
    HealthRoutes.register(router, context.report(), context.resource());
    AgentRoutes.register(router, context.report());
  }

  /** An IPv6 address stands in brackets in a URL. */
  static String authority(String host, int port) {
    boolean bare = host.indexOf(':') >= 0 && host.charAt(0) != '[';
    return (bare ? "[" + host + "]" : host) + ":" + port;
  }

  @Override
  public synchronized void close() {
    if (server != null) {
      server.close();
      server = null;
    }
  }
}
