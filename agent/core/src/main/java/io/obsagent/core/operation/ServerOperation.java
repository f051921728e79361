// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.span.AttributeWriter;
import io.obsagent.core.span.Bounds;
import io.obsagent.core.span.LocalRoot;
import io.obsagent.spi.redact.Redaction;
import io.obsagent.spi.telemetry.HttpServerAdapter;
import io.obsagent.spi.telemetry.HttpServerOperation;
import io.obsagent.spi.telemetry.RouteSource;
import io.obsagent.spi.telemetry.ServerExchange;
import io.obsagent.spi.telemetry.Users;
import io.obsagent.spi.telemetry.WorkKind;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/** A request being served. */
final class ServerOperation extends LocalOperation implements HttpServerOperation {
  private static final int SERVER_ERROR = 500;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;

  /** Causes looked at: a chain may be of any length, or a ring. */
  private static final int MAX_CAUSES = 8;

  private final String method;
  private final @Nullable String originalMethod;
  private final @Nullable String scheme;
  private final @Nullable String path;
  private final @Nullable String query;
  private final @Nullable String protocolVersion;
  private final @Nullable String clientAddress;
  private final String @Nullable [] callLabels;
  private @Nullable String route;
  private @Nullable RouteSource routeSource;
  private int status;
  private @Nullable String errorType;
  private @Nullable Throwable handled;
  private @Nullable ServerExchange<?> exchange;

  <Q> ServerOperation(
      CoreTelemetry telemetry,
      LocalRoot root,
      long parentId,
      Context base,
      long nanoTime,
      HttpServerAdapter<Q, ?> reader,
      Q request,
      String path) {
    super(telemetry, WorkKind.HTTP_SERVER, root, parentId, base, nanoTime);
    String sent = reader.method(request);
    this.method = HttpWords.method(sent);
    if (span.recording()) {
      this.originalMethod =
          HttpWords.OTHER_METHOD.equals(method) ? Bounds.cut(sent, Bounds.MAX_NAME) : null;
      this.scheme = reader.scheme(request);
      this.path = Bounds.value(path);
      String raw = reader.query(request);
      this.query = raw == null ? null : Bounds.value(raw);
      this.protocolVersion = reader.protocolVersion(request);
      this.clientAddress = reader.clientAddress(request);
    } else {
      this.originalMethod = null;
      this.scheme = null;
      this.path = null;
      this.query = null;
      this.protocolVersion = null;
      this.clientAddress = null;
    }
    this.callLabels = telemetry.costs.labels().read(reader, request, base);
    String userHeader = Users.header();
    if (userHeader != null) {
      Users.count(reader.get(request, userHeader));
    }
    root.setServer(this);
    telemetry.metrics.activeConnections.add(1);
  }

  /** What an extension may decide by whether the request is traced. */
  static <Q> Attributes known(HttpServerAdapter<Q, ?> reader, Q request, String path) {
    return Attributes.of(
        Attribute.HTTP_METHOD,
        HttpWords.method(reader.method(request)),
        Attribute.URL_SCHEME,
        reader.scheme(request),
        Attribute.URL_PATH,
        Bounds.value(path));
  }

  @Override
  public void servedBy(ServerExchange<?> servedBy) {
    exchange = servedBy;
  }

  @Override
  public @Nullable ServerExchange<?> exchange() {
    return exchange;
  }

  @Override
  public String correlationId() {
    return span.root().correlationId();
  }

  @Override
  public String correlationHeader() {
    return telemetry.correlationIds.header();
  }

  @Override
  public void route(RouteSource source, String newRoute) {
    if (!span.ended() && !newRoute.isEmpty() && isBetter(source)) {
      route = newRoute;
      routeSource = source;
      tellName();
    }
  }

  private boolean isBetter(RouteSource source) {
    RouteSource known = routeSource;
    return known == null
        || source.compareTo(known) > 0
        || source == RouteSource.NESTED && known == RouteSource.NESTED;
  }

  @Override
  public void status(int code) {
    if (!span.ended()) {
      status = code;
    }
  }

  @Override
  public void handled(Throwable error) {
    if (!span.ended()) {
      handled = error;
    }
  }

  @Override
  void complete(@Nullable Throwable thrown) {
    span.root().setServer(null);
    exchange = null;
    telemetry.metrics.activeConnections.add(-1);
    Throwable error = cause(thrown);
    handled = null;
    if (error != null && status == 0) {
      status = SERVER_ERROR; // what a server answers when nothing was told
    }
    if (error != null || status >= SERVER_ERROR) {
      String type = error != null ? error.getClass().getName() : HttpWords.status(status);
      errorType = type;
      span.fail(error);
      telemetry.metrics.httpServerErrors.labels(method, routeLabel(), type).add(1);
    }
    telemetry
        .metrics
        .httpServer
        .labels(method, routeLabel(), HttpWords.status(status))
        .record(span.seconds(), span, span.endNanos());
    if (status == UNAUTHORIZED || status == FORBIDDEN) {
      String reason = status == UNAUTHORIZED ? "unauthenticated" : "forbidden";
      telemetry.metrics.notAllowed.labels(routeLabel(), reason).add(1);
    }
  }

  /** The route as metrics tell it. */
  String routeLabel() {
    return route == null ? HttpWords.UNKNOWN_ROUTE : route;
  }

  /** What the request says for the labels of AI calls; null where there are none. */
  String @Nullable [] callLabels() {
    return callLabels;
  }

  /** What the application threw, rather than what a framework wrapped it in to pass it on. */
  private @Nullable Throwable cause(@Nullable Throwable thrown) {
    if (thrown == null) {
      return status >= SERVER_ERROR ? handled : null;
    }
    Throwable each = thrown;
    for (int i = 0; handled != null && i < MAX_CAUSES && each != null; i++) {
      if (each == handled) {
        return handled;
      }
      each = each.getCause();
    }
    return thrown;
  }

  @Override
  public String spanName() {
    String verb = HttpWords.OTHER_METHOD.equals(method) ? "HTTP" : method;
    return route == null ? verb : SpanNames.of(verb, route);
  }

  @Override
  public void describe(AttributeWriter writer) {
    writer.put(Attribute.HTTP_METHOD, method);
    writer.put(Attribute.HTTP_METHOD_ORIGINAL, originalMethod);
    writer.put(Attribute.URL_SCHEME, scheme);
    writer.put(Attribute.URL_PATH, path == null ? null : Redaction.keys(path));
    writer.put(Attribute.URL_QUERY, query == null ? null : telemetry.redaction.query(query));
    writer.put(Attribute.HTTP_ROUTE, route);
    writer.put(Attribute.HTTP_STATUS, HttpWords.isStatus(status) ? status : -1L);
    writer.put(Attribute.PROTOCOL_VERSION, protocolVersion);
    writer.put(Attribute.CLIENT_ADDRESS, clientAddress);
    writer.put(Attribute.ERROR_TYPE, errorType);
  }
}
