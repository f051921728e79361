// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.metrics.HistogramFamily;
import io.obsagent.core.span.AttributeWriter;
import io.obsagent.core.span.Bounds;
import io.obsagent.core.span.LocalSpan;
import io.obsagent.core.span.SpanInContext;
import io.obsagent.spi.telemetry.HeaderSetter;
import io.obsagent.spi.telemetry.RpcCall;
import io.obsagent.spi.telemetry.RpcOperation;
import io.obsagent.spi.telemetry.WorkKind;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/** A remote call, made or served. */
final class RemoteCallOperation implements RpcOperation, LocalOperation {
  private final CoreTelemetry telemetry;
  private final LocalSpan span;
  private final Context base;
  private final RpcCall call;
  private final boolean serves;
  private @Nullable String status;
  private boolean refused;
  private @Nullable String errorType;

  private RemoteCallOperation(
      CoreTelemetry telemetry, Context current, @Nullable LocalSpan enclosing, RpcCall call) {
    this.telemetry = telemetry;
    this.base = SpanInContext.baseOf(current);
    this.call = call;
    this.serves = false;
    this.span = telemetry.span(WorkKind.RPC_CLIENT, this, current, enclosing);
  }

  private RemoteCallOperation(CoreTelemetry telemetry, Incoming incoming, RpcCall call) {
    this.telemetry = telemetry;
    this.base = incoming.base();
    this.call = call;
    this.serves = true;
    this.span =
        telemetry.rootSpan(WorkKind.RPC_SERVER, this, incoming.parent(), incoming.correlationId());
  }

  static RemoteCallOperation client(
      CoreTelemetry telemetry, Context current, @Nullable LocalSpan enclosing, RpcCall call) {
    return new RemoteCallOperation(telemetry, current, enclosing, call);
  }

  static RemoteCallOperation server(CoreTelemetry telemetry, Incoming incoming, RpcCall call) {
    return new RemoteCallOperation(telemetry, incoming, call);
  }

  @Override
  public <C> void inject(C carrier, HeaderSetter<C> setter) {
    telemetry.propagation.inject(span, base, carrier, setter);
    setter.set(carrier, telemetry.correlationIds.header(), span.root().correlationId());
  }

  @Override
  public void status(String code, boolean error) {
    if (!span.ended()) {
      status = Bounds.cut(code, CoreTelemetry.MAX_NAME);
      refused = error;
    }
  }

  @Override
  public void complete(@Nullable Throwable error) {
    if (error != null || refused) {
      errorType = refused || error == null ? status : error.getClass().getName();
      span.fail(error);
    }
    String code = status != null ? status : error == null ? "OK" : "error";
    RpcMetrics metrics = telemetry.rpc();
    HistogramFamily duration = serves ? metrics.server : metrics.client;
    duration
        .labels(call.system(), call.method(), code)
        .record(span.seconds(), span, span.endNanos());
  }

  @Override
  public String spanName() {
    return call.method();
  }

  @Override
  public void describe(AttributeWriter writer) {
    writer.put(Attribute.RPC_SYSTEM, call.system());
    writer.put(Attribute.RPC_METHOD, call.method());
    writer.put(Attribute.RPC_STATUS, status);
    writer.put(Attribute.SERVER_ADDRESS, call.host());
    writer.put(Attribute.SERVER_PORT, (long) call.port());
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
