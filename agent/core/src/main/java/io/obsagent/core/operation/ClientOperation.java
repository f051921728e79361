// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.span.AttributeWriter;
import io.obsagent.core.span.Bounds;
import io.obsagent.core.span.LocalSpan;
import io.obsagent.spi.telemetry.HeaderSetter;
import io.obsagent.spi.telemetry.HttpClientOperation;
import io.obsagent.spi.telemetry.HttpClientRequest;
import io.obsagent.spi.telemetry.UrlTemplate;
import io.obsagent.spi.telemetry.WorkKind;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/** An outgoing HTTP request. */
final class ClientOperation extends LocalOperation implements HttpClientOperation {
  private static final int CLIENT_ERROR = 400;
  static final String UNKNOWN_HOST = "unknown";

  private String method = HttpWords.OTHER_METHOD;
  private @Nullable String originalMethod;
  private @Nullable String host;
  private @Nullable String url;
  private int port;
  private boolean sent;
  private int status;
  private @Nullable String errorType;
  private final @Nullable String template;

  /** The call of a model that this is an attempt of. */
  private final @Nullable ModelOperation model;

  <Q> ClientOperation(
      CoreTelemetry telemetry,
      Context current,
      @Nullable LocalSpan enclosing,
      HttpClientRequest<Q> reader,
      Q request) {
    super(telemetry, WorkKind.HTTP_CLIENT, current, enclosing);
    this.model = ModelOperation.around(enclosing);
    read(reader, request);
    String taken = url == null ? null : UrlTemplate.take(current, url);
    this.template = taken == null ? null : Bounds.cut(taken, Bounds.MAX_NAME);
  }

  /** What is needed for the metric always, for the span where there is one. */
  private <Q> void read(HttpClientRequest<Q> reader, Q request) {
    String given = reader.method(request);
    method = HttpWords.method(given);
    host = reader.host(request);
    port = reader.port(request);
    if (span.recording()) {
      originalMethod =
          HttpWords.OTHER_METHOD.equals(method) ? Bounds.cut(given, Bounds.MAX_NAME) : null;
      url = Bounds.value(reader.url(request));
    }
  }

  @Override
  public <Q> void sent(HttpClientRequest<Q> reader, Q request) {
    if (!sent && !span.ended()) {
      sent = true;
      read(reader, request);
    }
  }

  @Override
  public <C> void inject(C carrier, HeaderSetter<C> setter) {
    injectInto(carrier, setter);
  }

  @Override
  public void status(int code) {
    if (!span.ended()) {
      status = code;
    }
  }

  @Override
  void complete(@Nullable Throwable error) {
    String type = ErrorTypes.NONE;
    if (error != null) {
      errorType = error.getClass().getName();
      type = ErrorTypes.of(error);
      span.fail(error);
    } else if (status >= CLIENT_ERROR) {
      errorType = HttpWords.status(status);
      type = errorType;
      span.fail(null);
    }
    if (model != null) {
      model.attempted(host, port, status);
    }
    telemetry
        .metrics
        .httpClient
        .labels(
            method,
            host == null ? UNKNOWN_HOST : host,
            HttpWords.port(port),
            HttpWords.status(status),
            type)
        .record(span.seconds(), span, span.endNanos());
  }

  @Override
  public String spanName() {
    String name = HttpWords.OTHER_METHOD.equals(method) ? "HTTP" : method;
    return template == null ? name : SpanNames.of(name, template);
  }

  @Override
  public void describe(AttributeWriter writer) {
    writer.put(Attribute.HTTP_METHOD, method);
    writer.put(Attribute.HTTP_METHOD_ORIGINAL, originalMethod);
    writer.put(Attribute.URL_TEMPLATE, template);
    writer.put(Attribute.URL_FULL, url == null ? null : telemetry.redaction.url(url));
    writer.put(Attribute.SERVER_ADDRESS, host);
    writer.put(Attribute.SERVER_PORT, (long) port);
    writer.put(Attribute.HTTP_STATUS, HttpWords.isStatus(status) ? status : -1L);
    writer.put(Attribute.ERROR_TYPE, errorType);
  }
}
