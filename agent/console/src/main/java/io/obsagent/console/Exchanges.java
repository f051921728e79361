// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsExchange;
import io.obsagent.spi.http.Access;
import io.obsagent.spi.http.EventStream;
import io.obsagent.spi.http.Mount;
import io.obsagent.spi.http.Request;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.log.AgentLog;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** From the JDK's exchange to a handler and back: bounds, guard, route, answer. */
final class Exchanges implements HttpHandler {
  /** Where the address of the caller stands among the headers; no caller can send this name. */
  static final String ADDRESS = "(address)";

  /** Where the query stands among them, as it came. */
  static final String QUERY = "(query)";

  private final Router router;
  private final Guard guard;
  private final AuditTrail audit;
  private final String basePath;
  private final int maxBodyBytes;
  private final DeadlineExecutor executor;

  /** Made with the first. */
  private @Nullable Streams streams;

  Exchanges(
      Router router,
      Guard guard,
      AuditTrail audit,
      ServerSettings settings,
      DeadlineExecutor executor) {
    this.router = router;
    this.guard = guard;
    this.audit = audit;
    this.basePath = settings.basePath();
    this.maxBodyBytes = settings.maxBodyBytes();
    this.executor = executor;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try {
      Mount.begin(prefix(exchange.getRequestHeaders().getFirst("X-Forwarded-Prefix")));
      Response answer = answer(exchange);
      if (answer.body() instanceof EventStream stream) {
        streams().open(exchange, answer, stream);
        return;
      }
      ResponseStream.send(exchange, mounted(answer));
    } catch (RuntimeException | Error e) {
      AgentLog.limited(AgentLog.Level.ERROR, "console", "an answer broke off: " + e);
      // The server closes the connection: half an answer must not pass for a whole one. An Error
      // that got through would print its stack trace to the application's standard error.
      throw new IOException("the answer broke off", e);
    } finally {
      Mount.end();
    }
    exchange.close();
  }

  private synchronized Streams streams() {
    Streams known = streams;
    if (known == null) {
      known = new Streams(executor);
      streams = known;
    }
    return known;
  }

  /** Ends the answers that go on. */
  synchronized void close() {
    if (streams != null) {
      streams.close();
    }
  }

  /** What a proxy says of itself counts only where nothing is configured. */
  private String prefix(@Nullable String forwarded) {
    if (!basePath.isEmpty() || forwarded == null) {
      return basePath;
    }
    String prefix = forwarded.endsWith("/") ? forwarded.replaceFirst("/+$", "") : forwarded;
    return Mount.isPrefix(prefix) ? prefix : "";
  }

  /** Redirects go where the browser sees us. */
  private static Response mounted(Response response) {
    String location = response.headers().get("Location");
    return location == null || !location.startsWith("/") || Mount.prefix().isEmpty()
        ? response
        : response.with("Location", Mount.prefix() + location);
  }

  private Response answer(HttpExchange exchange) throws IOException {
    Response refusal = guard.checkHost(exchange.getRequestHeaders().getFirst("Host"));
    if (refusal != null) {
      return refusal;
    }
    String path = exchange.getRequestURI().getPath();
    if (path == null) {
      return Response.error(400, "a request needs a path");
    }
    if (!basePath.isEmpty() && path.startsWith(basePath)) {
      String rest = path.substring(basePath.length());
      if (rest.isEmpty()) {
        return new Response(303, Map.of("Location", "/"), out -> {});
      }
      path = rest.startsWith("/") ? rest : path;
    }
    String method = exchange.getRequestMethod();
    Router.Match match = router.find(method, path);
    return match == null ? withoutRoute(method, path) : call(exchange, path, match);
  }

  private Response withoutRoute(String method, String path) {
    Set<String> methods = router.methods(path);
    if (methods.isEmpty()) {
      return Response.error(404, "there is nothing at this path; see /");
    }
    String allow = String.join(", ", methods);
    if (method.equals("OPTIONS")) {
      return new Response(204, Map.of("Allow", allow), out -> {});
    }
    return Response.error(405, "this path takes " + allow).with("Allow", allow);
  }

  private Response call(HttpExchange exchange, String path, Router.Match match) throws IOException {
    Map<String, List<String>> headers = lowerCase(exchange.getRequestHeaders());
    headers.put(ADDRESS, List.of(exchange.getRemoteAddress().getAddress().getHostAddress()));
    String query = exchange.getRequestURI().getRawQuery();
    if (query != null) {
      headers.put(QUERY, List.of(query));
    }
    if (exchange instanceof HttpsExchange) {
      headers.put("x-forwarded-proto", List.of("https"));
    }
    Request head =
        new Request(
            exchange.getRequestMethod(),
            path,
            Map.of(),
            headers,
            match.pathParameters(),
            new byte[0]);
    Response refusal = guard.checkAccess(match.access(), head);
    Response answer = refusal == null ? call(exchange, match, head) : refusal;
    if (match.access() == Access.WRITE || match.access() == Access.ADMIN) {
      audit.note(guard.role(head), head, answer.status());
    }
    return answer;
  }

  private Response call(HttpExchange exchange, Router.Match match, Request head)
      throws IOException {
    String path = head.path();
    byte[] body = exchange.getRequestBody().readNBytes(maxBodyBytes + 1);
    if (body.length > maxBodyBytes) {
      return Response.error(413, "at most " + maxBodyBytes + " bytes").with("Connection", "close");
    }
    try {
      Map<String, List<String>> parameters =
          Parameters.parse(exchange.getRequestURI().getRawQuery(), head, body);
      Request request =
          new Request(
              head.method(), path, parameters, head.headers(), match.pathParameters(), body);
      Response forged = guard.checkForgery(match.access(), request);
      return forged == null ? match.handler().handle(request) : forged;
    } catch (IllegalArgumentException e) {
      return Response.error(400, message(e));
    } catch (RuntimeException | Error e) {
      AgentLog.limited(AgentLog.Level.ERROR, "console", path(match, path) + " failed: " + e);
      return Response.error(500, "this failed; the agent's log says why");
    }
  }

  private static String path(Router.Match match, String path) {
    return match.pathParameters().isEmpty() ? path : "a handler";
  }

  private static String message(IllegalArgumentException e) {
    String message = e.getMessage();
    return message == null ? "bad request" : message;
  }

  private static Map<String, List<String>> lowerCase(Headers headers) {
    Map<String, List<String>> lower = new HashMap<>();
    for (Map.Entry<String, List<String>> entry : headers.entrySet()) {
      lower.put(entry.getKey().toLowerCase(Locale.ROOT), List.copyOf(entry.getValue()));
    }
    return lower;
  }
}
