// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import io.obsagent.spi.telemetry.HttpClientOperation;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/** A request that has been sent, with the headers of its operation. */
final class SentRequest implements HeaderLines.Source {
  private final Context caller;
  private @Nullable HttpClientOperation operation;

  SentRequest(Context caller) {
    this.caller = caller;
  }

  /**
   * @return whether it is watched, and gets the headers of the agent
   */
  boolean start(OutgoingRequest request) {
    operation = HttpClientOperation.start(OutgoingRequest.Reader.INSTANCE, request);
    return operation != null;
  }

  /** What the answer is received in; null where a client above takes care of that. */
  @Nullable Context context() {
    return operation == null ? null : caller;
  }

  void status(int code) {
    if (operation != null) {
      operation.status(code);
    }
  }

  void end(@Nullable Throwable error) {
    if (operation != null) {
      operation.end(error);
    }
  }

  @Override
  public void writeTo(HeaderLines headers) {
    if (operation != null) {
      operation.inject(headers, HeaderLines.Setter.INSTANCE);
    }
  }
}
