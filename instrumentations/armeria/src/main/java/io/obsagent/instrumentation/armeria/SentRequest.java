// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.armeria;

import com.linecorp.armeria.client.ClientRequestContext;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import com.linecorp.armeria.common.logging.RequestLog;
import io.netty.util.AttributeKey;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.HeaderSetter;
import io.obsagent.spi.telemetry.HttpClientOperation;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A request as its sender sees it, over however many attempts. */
final class SentRequest {
  private static final AttributeKey<HttpClientOperation> OPERATION =
      AttributeKey.valueOf("io.obsagent.armeria.client");

  private SentRequest() {}

  /** Begins with a request, unless the context is that of one of its attempts. */
  static void begin(ClientRequestContext context) {
    if (context.attr(OPERATION) != null || isRpc(context.request())) {
      return;
    }
    HttpClientOperation operation =
        HttpClientOperation.start(ClientContextReader.INSTANCE, context);
    if (operation != null) {
      context.setAttr(OPERATION, operation);
      context.log().whenComplete().thenAccept(new End(operation));
    }
  }

  /** Calls by gRPC are not requests of HTTP to the application. */
  private static boolean isRpc(@Nullable HttpRequest request) {
    String type = request == null ? null : request.headers().get(HttpHeaderNames.CONTENT_TYPE);
    return type != null && type.startsWith("application/grpc");
  }

  /** An attempt is about to be sent; answers the request that is, in the place of the given one. */
  static HttpRequest send(ClientRequestContext context, HttpRequest request) {
    HttpClientOperation operation = context.attr(OPERATION);
    if (operation == null) {
      return request;
    }
    operation.sent(ClientContextReader.INSTANCE, context);
    Headers headers = new Headers(context, request);
    operation.inject(headers, Setter.INSTANCE);
    return headers.sent();
  }

  /**
   * Headers beside those of the application's request, which win over them. One of its own that is
   * to go costs a request in its place.
   */
  private static final class Headers {
    private final ClientRequestContext context;
    private final HttpRequest request;
    private @Nullable RequestHeadersBuilder rest;

    Headers(ClientRequestContext context, HttpRequest request) {
      this.context = context;
      this.request = request;
    }

    void remove(String name) {
      if (context.additionalRequestHeaders().contains(name)) {
        context.mutateAdditionalRequestHeaders(headers -> headers.remove(name));
      }
      if (request.headers().contains(name)) {
        rest = rest == null ? request.headers().toBuilder() : rest;
        rest.remove(name);
      }
    }

    HttpRequest sent() {
      if (rest == null || request != context.request()) {
        return request;
      }
      HttpRequest sent = request.withHeaders(rest.build());
      context.updateRequest(sent);
      return sent;
    }
  }

  private enum Setter implements HeaderSetter<Headers> {
    INSTANCE;

    @Override
    public void set(@Nullable Headers headers, String name, String value) {
      if (headers != null) {
        headers.context.setAdditionalRequestHeader(name, value);
      }
    }

    @Override
    public void remove(Headers headers, String name) {
      headers.remove(name);
    }
  }

  /** What Armeria calls when request and answer are complete, or have failed. */
  private record End(HttpClientOperation operation) implements Consumer<RequestLog> {
    private static final Guard GUARD = Guard.of(SentRequest.class);

    @Override
    public void accept(RequestLog log) {
      try {
        int status = log.responseHeaders().status().code();
        if (status > 0) {
          operation.status(status);
        }
        Throwable cause = log.responseCause() == null ? log.requestCause() : log.responseCause();
        operation.end(cause);
      } catch (Throwable e) {
        GUARD.caught(e);
      }
    }
  }
}
