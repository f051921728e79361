// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springwebmvc;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.telemetry.HttpServerOperation;
import org.jspecify.annotations.Nullable;

/**
 * Advice for {@code DispatcherServlet.processHandlerException}: what a controller threw, before an
 * {@code @ExceptionHandler} makes a response of it that the container cannot tell from others.
 */
final class HandledAdvice {
  private HandledAdvice() {}

  @OnEnter
  static void enter(@Argument(3) @Nullable Exception thrown) {
    HttpServerOperation operation = thrown == null ? null : HttpServerOperation.current();
    if (operation != null) {
      operation.handled(thrown);
    }
  }
}
