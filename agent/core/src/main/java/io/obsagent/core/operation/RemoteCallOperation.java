// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.metrics.HistogramFamily;
import io.obsagent.core.span.AttributeWriter;
import io.obsagent.core.span.Bounds;
import io.obsagent.core.span.LocalSpan;
import io.obsagent.spi.telemetry.HeaderSetter;
import io.obsagent.spi.telemetry.RpcCall;
import io.obsagent.spi.telemetry.RpcOperation;
import io.obsagent.spi.telemetry.WorkKind;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/** A remote call, made or served. */
final class RemoteCallOperation extends LocalOperation implements RpcOperation {
  private final RpcCall call;
  private final boolean serves;
  private @Nullable String status;
  private boolean refused;
  private @Nullable String errorType;

  private RemoteCallOperation(
      CoreTelemetry telemetry,
      WorkKind kind,
      Context current,
      @Nullable LocalSpan enclosing,
      RpcCall call) {
    super(telemetry, kind, current, enclosing);
    this.call = call;
    this.serves = false;
  }

  private RemoteCallOperation(CoreTelemetry telemetry, Incoming incoming, RpcCall call) {
    super(telemetry, WorkKind.RPC_SERVER, incoming, incoming.parent());
    this.call = call;
    this.serves = true;
  }

  static RemoteCallOperation client(
      CoreTelemetry telemetry,
      WorkKind kind,
      Context current,
      @Nullable LocalSpan enclosing,
      RpcCall call) {
    return new RemoteCallOperation(telemetry, kind, current, enclosing, call);
  }

  static RemoteCallOperation server(CoreTelemetry telemetry, Incoming incoming, RpcCall call) {
    return new RemoteCallOperation(telemetry, incoming, call);
  }

  @Override
  public <C> void inject(C carrier, HeaderSetter<C> setter) {
    injectInto(carrier, setter);
  }

  @Override
  public void status(String code, boolean error) {
    if (!span.ended()) {
      status = Bounds.cut(code, Bounds.MAX_NAME);
      refused = error;
    }
  }

  @Override
  void complete(@Nullable Throwable error) {
    if (error != null || refused) {
      errorType = refused || error == null ? status : error.getClass().getName();
      span.fail(error);
    }
    String code = status != null ? status : error == null ? "OK" : "error";
    RpcMetrics metrics = telemetry.later.rpc();
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
}
