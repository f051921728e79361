// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.telemetry;

import io.obsagent.spi.telemetry.HttpClientOperation;
import io.obsagent.spi.telemetry.HttpClientRequest;
import io.obsagent.spi.telemetry.Operation;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;

/** An outgoing HTTP request. */
final class ClientOperation extends HttpClientOperation implements SpanInContext, SpanFacts {
  private static final int CLIENT_ERROR = 400;
  private static final String UNKNOWN_HOST = "unknown";

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
      LocalRoot root,
      @Nullable LocalSpan parent,
      long parentId,
      Context base,
      long nanoTime,
      HttpClientRequest<Q> reader,
      Q request) {
    this.telemetry = telemetry;
    this.base = base;
    this.span = new LocalSpan(root, Category.HTTP_CLIENT, this, parentId, parent, nanoTime);
    String sent = reader.method(request);
    this.method = HttpWords.method(sent);
    this.host = reader.host(request);
    if (span.recording) {
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
    setter.set(carrier, telemetry.correlationIds.header(), span.root.correlationId());
  }

  @Override
  public void status(int code) {
    if (!span.ended()) {
      status = code;
    }
  }

  @Override
  public void end(@Nullable Throwable error) {
    if (!span.tryEnd(telemetry.clock.nanoTime())) {
      return;
    }
    if (error != null || status >= CLIENT_ERROR) {
      errorType = error != null ? error.getClass().getName() : HttpWords.status(status);
      span.fail(error);
    }
    telemetry
        .metrics
        .httpClient
        .labels(method, host == null ? UNKNOWN_HOST : host, HttpWords.status(status))
        .record(span.seconds(), span, span.endNanos());
    span.submit();
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
  public Span span() {
    return span;
  }

  @Override
  public LocalSpan localSpan() {
    return span;
  }

  @Override
  public Context base() {
    return base;
  }

  @Override
  public Context context() {
    return this;
  }

  @Override
  public Operation attach() {
    span.attach(this);
    return this;
  }

  @Override
  public void detach() {
    span.detach();
  }

  @Override
  public boolean ended() {
    return span.ended();
  }
}
