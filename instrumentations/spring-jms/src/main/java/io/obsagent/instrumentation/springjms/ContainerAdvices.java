// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springjms;

import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.telemetry.MessagingOperation;
import org.jspecify.annotations.Nullable;

/** Advice for containers, which handle what a listener throws. */
final class ContainerAdvices {
  private static final String SPRING = "org.springframework.jms.";

  private ContainerAdvices() {}

  /** For {@code invokeListener}. */
  static final class InvokeListener {
    private InvokeListener() {}

    @OnExit
    static void exit(@Thrown @Nullable Throwable thrown) {
      MessagingOperation operation = thrown == null ? null : MessagingOperation.current();
      if (operation == null) {
        return;
      }
      Throwable inner = thrown;
      while (inner.getClass().getName().startsWith(SPRING) && inner.getCause() != null) {
        inner = inner.getCause();
      }
      operation.failed(inner);
    }
  }
}
