// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.http.Mount;
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
                  + " something, and by all but metrics and health once it is set. Its bearer may"
                  + " everything.")
          .asSecret();

  static final Option<String> OPERATOR_TOKEN =
      Option.text(
              "server.tokens.operator",
              "",
              "Token of who may see all and act: silence, acknowledge, switch levels, profile, push;"
                  + " but not change which methods are woven.")
          .asSecret();

  static final Option<String> VIEWER_TOKEN =
      Option.text("server.tokens.viewer", "", "Token of who may see all and change nothing.")
          .asSecret();

  static final Option<String> BASE_PATH =
      Option.of(
          "server.base-path",
          "path",
          "",
          "Path below which a reverse proxy has put the agent's port, as /obs; links and cookies"
              + " begin with it, and requests may. Without it, the header X-Forwarded-Prefix counts.",
          ConsoleService::path);

  static final Option<String> CERTIFICATE =
      Option.text(
          "server.tls.certificate",
          "",
          "File of PEM with the port's certificate, then those that signed it. The port then speaks"
              + " HTTPS alone; a file that changes is read again.");

  static final Option<String> KEY =
      Option.text(
          "server.tls.key", "", "File of PEM with its key: PKCS#8 without a password, RSA or EC.");

  static final Option<String> KEYSTORE =
      Option.text(
          "server.tls.keystore", "", "File of PKCS#12 with both, in place of the two files.");

  static final Option<String> KEYSTORE_PASSWORD =
      Option.text("server.tls.keystore-password", "", "Password of the keystore.").asSecret();

  /** Read by the page that asks queries, from the agent's report. */
  static final Option<String> PROMETHEUS =
      Option.url(
              "prometheus.url",
              "Where Prometheus is, as people reach it: the console's page Explore links to it.")
          .alias("PROMETHEUS_URL");

  private static final List<String> OWN =
      List.of(
          "/monitoring/agent",
          "/monitoring/stop",
          "/monitoring/start",
          DoctorRoutes.PATH,
          "/monitoring/health",
          "/health",
          "/ready",
          "/-");

  /** What a browser opens: nobody who is only scraped or probed needs it. */
  private static final List<String> FOR_BROWSERS = List.of("/", "/console", StyleRoute.PATH);

  private @Nullable ConsoleServer server;

  @Override
  public int order() {
    return ORDER_OF_PORT;
  }

  @Override
  public List<Option<?>> options() {
    return List.of(
        ENABLED,
        HOST,
        PORT,
        TOKEN,
        OPERATOR_TOKEN,
        VIEWER_TOKEN,
        BASE_PATH,
        CERTIFICATE,
        KEY,
        KEYSTORE,
        KEYSTORE_PASSWORD,
        PROMETHEUS);
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
    ServerSettings settings = settings(context.config());
    if (!settings.tls().isEmpty() && !settings.tls().problem().isEmpty()) {
      AgentLog.warn(settings.tls().problem() + "; nothing is served");
      return "";
    }
    server = ConsoleServer.start(settings, context.threads(), router);
    String scheme = settings.tls().isEmpty() ? "http://" : "https://";
    return server == null
        ? ""
        : scheme + authority(settings.host(), server.port()) + settings.basePath() + "/";
  }

  private static ServerSettings settings(Config config) {
    return ServerSettings.of(
        config.get(HOST),
        config.get(PORT),
        new Tokens(config.get(VIEWER_TOKEN), config.get(OPERATOR_TOKEN), config.get(TOKEN)),
        new TlsFiles(
            config.get(CERTIFICATE),
            config.get(KEY),
            config.get(KEYSTORE),
            config.get(KEYSTORE_PASSWORD)),
        config.get(BASE_PATH));
  }

  private static String path(String text) {
    String path = text.strip();
    if (path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
    if (!path.isEmpty() && !Mount.isPrefix(path)) {
      throw new IllegalArgumentException("expected a path like /obs or /team/obs");
    }
    return path;
  }

  private static void forBrowsers(Router router) {
    IndexRoute.register(router);
    UiRoutes.register(router);
    StyleRoute.register(router);
  }

  private static void own(Router router, AgentContext context) {
    HealthRoutes.register(router, context.report(), context.resource());
    AgentRoutes.register(router, context.report());
    DoctorRoutes.register(router, context.report(), context.metrics());
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
