// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.span.AttributeWriter;
import io.obsagent.core.span.Bounds;
import io.obsagent.core.span.Category;
import io.obsagent.core.span.LocalSpan;
import io.obsagent.core.span.SpanInContext;
import io.obsagent.spi.telemetry.HttpClientOperation;
import io.obsagent.spi.telemetry.HttpClientRequest;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;

/** An outgoing HTTP request. */
final class ClientOperation implements HttpClientOperation, LocalOperation {
  private static final int CLIENT_ERROR = 400;
  static final String UNKNOWN_HOST = "unknown";

  private final CoreTelemetry telemetry;
  private final LocalSpan span;
  private final Context base;
  private final String method;
  private final @Nullable String originalMethod;
  private final @Nullable String host;
  private final @Nullable String url;
  private final int port;
  private int status;
  private @Nullable String errorType;

  <Q> ClientOperation(
      CoreTelemetry telemetry,
      Context current,
      @Nullable LocalSpan enclosing,
      HttpClientRequest<Q> reader,
      Q request) {
    this.telemetry = telemetry;
    this.base = SpanInContext.baseOf(current);
    this.span = telemetry.span(Category.HTTP_CLIENT, this, current, enclosing);
    String sent = reader.method(request);
    this.method = HttpWords.method(sent);
    this.host = reader.host(request);
    if (span.recording()) {
      this.originalMethod =
          HttpWords.OTHER_METHOD.equals(method) ? Bounds.cut(sent, CoreTelemetry.MAX_NAME) : null;
      this.url = Bounds.value(reader.url(request));
      this.port = reader.port(request);
    } else {
      this.originalMethod = null;
      this.url = null;
      this.port = -1;
    }
  }

  @Override
  public <C> void inject(C carrier, TextMapSetter<C> setter) {
    telemetry.propagation.inject(span, base, carrier, setter);
    setter.set(carrier, telemetry.correlationIds.header(), span.root().correlationId());
  }

  @Override
  public void status(int code) {
    if (!span.ended()) {
      status = code;
    }
  }

  @Override
  public void complete(@Nullable Throwable error) {
    if (error != null || status >= CLIENT_ERROR) {
      errorType = error != null ? error.getClass().getName() : HttpWords.status(status);
      span.fail(error);
    }
    telemetry
        .metrics
        .httpClient
        .labels(method, host == null ? UNKNOWN_HOST : host, HttpWords.status(status))
        .record(span.seconds(), span, span.endNanos());
  }

  @Override
  public String spanName() {
    return HttpWords.OTHER_METHOD.equals(method) ? "HTTP" : method;
  }

  @Override
  public void describe(AttributeWriter writer) {
    writer.put(Attribute.HTTP_METHOD, method);
    writer.put(Attribute.HTTP_METHOD_ORIGINAL, originalMethod);
    writer.put(Attribute.URL_FULL, url == null ? null : telemetry.redaction.url(url));
    writer.put(Attribute.SERVER_ADDRESS, host);
    writer.put(Attribute.SERVER_PORT, (long) port);
    writer.put(Attribute.HTTP_STATUS, HttpWords.isStatus(status) ? status : -1L);
    writer.put(Attribute.ERROR_TYPE, errorType);
  }

  @Override
  public LocalSpan localSpan() {
    return span;
  }

  @Override
  public Context base() {
    return base;
  }
}
