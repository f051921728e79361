// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.cxf;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.telemetry.HttpServerOperation;
import org.apache.cxf.interceptor.Fault;
import org.jspecify.annotations.Nullable;

/** Advice for what becomes of exceptions. */
final class FaultAdvices {
  private FaultAdvices() {}

  /** For {@code convertFaultToResponse} and {@code createFault}, before an answer is made. */
  static final class Handled {
    private Handled() {}

    @OnEnter
    static void enter(@Argument(0) @Nullable Throwable thrown) {
      HttpServerOperation operation = thrown == null ? null : HttpServerOperation.current();
      if (operation != null) {
        Throwable cause = thrown instanceof Fault ? thrown.getCause() : null;
        operation.handled(cause == null ? thrown : cause);
      }
    }
  }
}
