// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.ReplaceArgument;
import org.jspecify.annotations.Nullable;

/** Advice for methods whose second argument is a function of one parameter or none. */
final class SecondAdvice {
  private SecondAdvice() {}

  @ReplaceArgument(1)
  static @Nullable Object function(@Argument(1) @Nullable Object function) {
    return InContext.dependent(function);
  }
}
