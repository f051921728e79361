// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.h2console;

import io.obsagent.spi.telemetry.RouteSource;
import io.obsagent.spi.telemetry.ServerExchange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.h2.util.NetworkConnectionInfo;
import org.jspecify.annotations.Nullable;

/** A request to H2's console, from the first line of its head on. Of its connection's thread. */
final class WebRequest {
  private static final ThreadLocal<WebRequest> CURRENT = new ThreadLocal<>();

  private static final String ACTION = ".do";

  /** Actions that H2 knows. For one that it does not know, it shows some page of its own. */
  private static final Set<String> ACTIONS =
      Set.of(
          "index.do",
          "login.do",
          "logout.do",
          "settingRemove.do",
          "settingSave.do",
          "test.do",
          "query.do",
          "tables.do",
          "editResult.do",
          "getHistory.do",
          "admin.do",
          "adminLogin.do",
          "adminSave.do",
          "adminShutdown.do",
          "adminStartTranslate.do",
          "autoCompleteList.do",
          "tools.do");

  /** Headers that are kept; H2 itself has no bound. */
  private static final int MAX_LINES = 100;

  private static final int OK = 200;
  private static final int NOT_MODIFIED = 304;

  private final List<String> lines = new ArrayList<>();
  private @Nullable ServerExchange<WebRequest> exchange;
  private @Nullable String page;
  private @Nullable NetworkConnectionInfo connection;
  private int status = OK;

  private WebRequest() {}

  static WebRequest begin() {
    WebRequest request = new WebRequest();
    CURRENT.set(request);
    return request;
  }

  /** The request that the thread reads or serves, or null. */
  static @Nullable WebRequest current() {
    return CURRENT.get();
  }

  void read(String line) {
    if (lines.size() < MAX_LINES) {
      lines.add(line);
    }
  }

  private void start() {
    if (exchange == null && !lines.isEmpty()) {
      exchange = ServerExchange.start(WebAdapter.INSTANCE, this, this);
      if (exchange != null) {
        exchange.enter();
      }
    }
  }

  void asksFor(String name, NetworkConnectionInfo from) {
    page = name;
    connection = from;
    start();
  }

  /**
   * @param line such as {@code HTTP/1.1 404 Not Found}
   */
  void answers(String line) {
    start(); // where H2 refuses it, nothing has begun yet
    int from = line.indexOf(' ') + 1;
    if (from > 0 && line.length() >= from + 3) {
      status = Integer.parseInt(line, from, from + 3, 10);
    }
  }

  /**
   * @param thrown what came out of H2, or null; it sends pages of what is thrown inside, so this is
   *     a connection that is lost
   */
  void end(@Nullable Throwable thrown) {
    CURRENT.remove();
    ServerExchange<WebRequest> started = exchange;
    if (started == null) {
      return;
    }
    String route = route();
    if (route != null) {
      started.operation().route(RouteSource.CONTAINER, route);
    }
    if (thrown instanceof IOException) {
      started.clientGone();
    }
    started.leave(thrown, false);
  }

  @Nullable NetworkConnectionInfo connection() {
    return connection;
  }

  /** A file that is there, or an action; anybody may make up names of others. */
  private @Nullable String route() {
    if (page == null || status != OK && status != NOT_MODIFIED) {
      return null;
    }
    return !page.endsWith(ACTION) || ACTIONS.contains(page) ? "/" + page : null;
  }

  int status() {
    return status;
  }

  String method() {
    String line = lines.get(0);
    int end = line.indexOf(' ');
    return end < 0 ? "" : line.substring(0, end);
  }

  /** Path and query. */
  String target() {
    String line = lines.get(0);
    int from = line.indexOf(' ') + 1;
    int end = line.indexOf(' ', from);
    return line.substring(from, end < 0 ? line.length() : end);
  }

  /** The values of a header, of each of its lines. */
  Iterator<String> header(String name) {
    List<String> values = new ArrayList<>(1);
    for (int i = 1; i < lines.size(); i++) {
      String line = lines.get(i);
      int colon = line.indexOf(':');
      if (colon == name.length() && line.regionMatches(true, 0, name, 0, colon)) {
        values.add(line.substring(colon + 1).strip());
      }
    }
    return values.iterator();
  }
}
