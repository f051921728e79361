// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.grpc;

import io.grpc.ClientCall;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.Status;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.RpcOperation;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/** A call that is made: from its start to the status that closes it, all attempts in one. */
final class TracedCall<Q, A> extends SimpleForwardingClientCall<Q, A> {
  private static final Guard GUARD = Guard.of(TracedCall.class);

  /** The conventions have no attribute for it; absent where the first attempt was the last. */
  private static final AttributeKey<Long> ATTEMPTS = AttributeKey.longKey("obs.rpc.attempts");

  private final Attempts attempts;

  TracedCall(ClientCall<Q, A> call, Attempts attempts) {
    super(call);
    this.attempts = attempts;
  }

  @Override
  public void start(Listener<A> listener, Metadata headers) {
    Context caller = null;
    RpcOperation operation = null;
    Metadata sent = headers;
    try {
      caller = Context.current();
      operation = RpcOperation.startClient(attempts.call());
      if (operation != null) {
        sent = injected(operation, headers);
      }
    } catch (Throwable e) {
      GUARD.caught(e);
    }
    if (operation == null || caller == null) {
      super.start(listener, headers);
      return;
    }
    try {
      super.start(new TracedListener<>(listener, operation, attempts, caller), sent);
    } catch (Throwable e) {
      GUARD.end(operation, e);
      throw e;
    }
  }

  /** A copy, for the application may start another call with its own. */
  private static Metadata injected(RpcOperation operation, Metadata headers) {
    Metadata sent = new Metadata();
    sent.merge(headers);
    operation.inject(sent, Headers.INSTANCE);
    return sent;
  }

  /** The application's listener, in the context of who made the call. */
  private static final class TracedListener<A> extends SimpleForwardingClientCallListener<A> {
    private final RpcOperation operation;
    private final Attempts attempts;
    private final Context caller;

    TracedListener(
        Listener<A> listener, RpcOperation operation, Attempts attempts, Context caller) {
      super(listener);
      this.operation = operation;
      this.attempts = attempts;
      this.caller = caller;
    }

    @Override
    public void onHeaders(Metadata headers) {
      Scope scope = GUARD.attach(caller);
      try {
        super.onHeaders(headers);
      } finally {
        GUARD.close(scope);
      }
    }

    @Override
    public void onMessage(A message) {
      Scope scope = GUARD.attach(caller);
      try {
        super.onMessage(message);
      } finally {
        GUARD.close(scope);
      }
    }

    @Override
    public void onReady() {
      Scope scope = GUARD.attach(caller);
      try {
        super.onReady();
      } finally {
        GUARD.close(scope);
      }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      try {
        operation.status(status.getCode().name(), !status.isOk());
        if (attempts.made() > 1) {
          operation.span().setAttribute(ATTEMPTS, (long) attempts.made());
        }
      } catch (Throwable e) {
        GUARD.caught(e);
      }
      GUARD.end(operation, causeOf(status));
      Scope scope = GUARD.attach(caller);
      try {
        super.onClose(status, trailers);
      } finally {
        GUARD.close(scope);
      }
    }

    private static @Nullable Throwable causeOf(Status status) {
      return status.isOk() ? null : status.getCause();
    }
  }
}
